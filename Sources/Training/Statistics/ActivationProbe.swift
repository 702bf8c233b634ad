import Engine
import MetricLearning
import Networks

/// How much of what comes to an activation function it lets no gradient through for.
struct ActivationFigures: Equatable {
    /// As `NetworkGraph.Node.name`.
    var name: String
    /// Share, 0 to 1: of the units that are active for no image after a ReLU, of the values at a flat end after a sigmoid or tanh.
    var shut: Float
    var isOfUnits: Bool
}

/// Runs some images up to every activation function. It takes as long as some steps: done only where a training stands still.
struct ActivationProbe {
    private let functions: [(graph: NetworkGraph, name: String, function: Activation)]
    private let threads: Int

    /// Enough images to tell a unit that never answers from one that seldom does.
    static let images = 16
    /// The derivative below which next to nothing comes through.
    private static let flat: Float = 1e-3

    init(_ pair: PairGraph, threads: Int) {
        self.threads = threads
        functions = [pair.left, pair.right].compactMap { $0 }.flatMap { graph in
            graph.nodes.compactMap { node in
                guard case .activation(let function) = node.operation, function.hasFlatEnd else { return nil }
                return graph.ending(at: node.name).map { ($0, node.name, function) }
            }
        }
    }

    /// - Parameter images: `count` of them, `[count, C, H, W]`.
    /// - Throws: `EngineError`.
    func figures(_ images: [Float], count: Int, _ parameters: ParameterSet) throws -> [ActivationFigures] {
        try functions.map { graph, name, function in
            let values = try Self.run(graph, parameters, images, count: count, threads: threads)
            switch function {
            case .relu, .leakyReLU:
                let units = graph.output.dimensions.first ?? 1
                return ActivationFigures(name: name, shut: values.shareOfSilentUnits(units), isOfUnits: true)
            case .sigmoid:
                return ActivationFigures(name: name, shut: values.share { $0 * (1 - $0) < Self.flat }, isOfUnits: false)
            case .tanh:
                return ActivationFigures(name: name, shut: values.share { 1 - $0 * $0 < Self.flat }, isOfUnits: false)
            }
        }
    }

    private static func run(
        _ graph: NetworkGraph, _ parameters: ParameterSet, _ images: [Float], count: Int, threads: Int
    ) throws -> Matrix {
        var kept = ParameterSet()
        for info in graph.parameters { kept[info.name] = parameters[info.name] }
        let engine = try SiameseEngine(
            PairGraph(shared: graph), parameters: kept,
            options: EngineOptions(images: 2, threads: threads, optimizer: .sgd(momentum: 0), inferenceImages: count))
        var output = Matrix(rows: count, columns: graph.output.count)
        try engine.embed(images, count: count, into: &output)
        return output
    }
}

extension Activation {
    fileprivate var hasFlatEnd: Bool {
        if case .leakyReLU(let slope) = self { slope == 0 } else { true }
    }
}

extension Matrix {
    fileprivate func share(where isCounted: (Float) -> Bool) -> Float {
        Float(values.count(where: isCounted)) / Float(Swift.max(1, values.count))
    }

    /// Units, each with its part of every row, that are zero in all rows.
    fileprivate func shareOfSilentUnits(_ units: Int) -> Float {
        guard units > 0, columns % units == 0 else { return 0 }
        let size = columns / units
        let silent = (0..<units).count { unit in
            (0..<rows).allSatisfy { row in
                let start = row * columns + unit * size
                return values[start..<start + size].allSatisfy { $0 == 0 }
            }
        }
        return Float(silent) / Float(units)
    }
}
