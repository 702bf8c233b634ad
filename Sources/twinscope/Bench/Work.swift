import Engine
import Networks

/// The floating-point operations of a network's convolutions and linear layers, counted as if computed directly: Winograd needs fewer
/// for the same result, so it can pass the machine's peak.
struct Work {
    private let graph: NetworkGraph

    init(_ graph: NetworkGraph) {
        self.graph = graph
    }

    func inference(images: Int) -> Double {
        2 * Double(graph.multiplyAccumulates) * Double(images)
    }

    /// The gradient of the weights and that of the input are each as much work as the forward pass; the image itself needs none.
    func training(images: Int) -> Double {
        let passes = graph.nodes.reduce(0.0) { $0 + Double($1.multiplyAccumulates) * ($1.inputs.contains(0) ? 2 : 3) }
        return 2 * passes * Double(images)
    }

    /// Of one layer in one direction.
    func layer(_ name: String, images: Int) -> Double {
        let node = graph.nodes.first { $0.name == name }
        return 2 * Double(node?.multiplyAccumulates ?? 0) * Double(images)
    }
}
