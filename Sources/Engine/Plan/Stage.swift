import Networks

/// A node of the graph, with the activation that is computed together with it.
struct Stage {
    let node: NetworkGraph.Node
    let activation: Activation?
    /// The values it reads and the one it makes.
    let inputs: [Int]
    let output: Int
    /// Nodes it covers.
    let names: [String]

    /// Joins every activation to the node before it, where that node can do both in one pass and nothing else reads between them.
    static func stages(of graph: NetworkGraph) -> [Stage] {
        var readers = Array(repeating: 0, count: graph.nodes.count + 1)
        for input in graph.nodes.flatMap(\.inputs) { readers[input] += 1 }
        var stages: [Stage] = []
        for (index, node) in graph.nodes.enumerated() {
            if case .activation(let activation) = node.operation, let before = stages.last, before.output == index,
                node.inputs == [index], readers[index] == 1, before.canFuse(activation)
            {
                stages[stages.count - 1] = Stage(
                    node: before.node, activation: activation, inputs: before.inputs, output: index + 1,
                    names: before.names + [node.name])
            } else {
                stages.append(
                    Stage(node: node, activation: nil, inputs: node.inputs, output: index + 1, names: [node.name]))
            }
        }
        return stages
    }

    private func canFuse(_ activation: Activation) -> Bool {
        guard self.activation == nil else { return false }
        switch node.operation {
        case .convolution, .linear, .add: return true
        case .batchNorm: return activation == .relu
        default: return false
        }
    }
}

/// A layer that can plan its two passes. One is made for every stage; what the backward pass needs of the forward pass it keeps.
protocol PlannedLayer: AnyObject {
    func planForward(_ plan: PlanBuilder) throws
    func planBackward(_ plan: PlanBuilder) throws
}
