import Engine
import Foundation
import Networks

/// Running statistics of batch normalisation for weights that never ran: means over some training batches (Izmailov et al. 2018,
/// section 3.2).
struct BatchStatisticsEstimate {
    private let statistics: [(name: String, momentum: Float)]
    private let updatesPerPass: Int

    /// - Parameter updatesPerPass: how often a training pass moves the running statistics: twice where each side has its own.
    init(_ graph: PairGraph, updatesPerPass: Int) {
        self.updatesPerPass = updatesPerPass
        statistics = [graph.left, graph.right, graph.head].compactMap { $0 }.flatMap(\.nodes).flatMap { node in
            guard case .batchNorm(let norm) = node.operation else { return [(name: String, momentum: Float)]() }
            // Without momentum the statistics stay what they are, whatever the weights.
            guard norm.momentum > 0 else { return [] }
            return node.parameters.filter { !$0.isTrainable }.map { ($0.name, norm.momentum) }
        }
    }

    var isNeeded: Bool { !statistics.isEmpty }

    /// Leaves the engine with `parameters` and statistics that fit them.
    ///
    /// - Parameter pass: one training pass over a batch, without a step.
    /// - Returns: the parameters with the new statistics.
    func estimate(_ parameters: ParameterSet, passes: Int, on engine: Engine, _ pass: (Int) throws -> Void) throws -> ParameterSet
    {
        var result = parameters
        guard isNeeded else {
            try engine.load(result)
            return result
        }
        // From zero, a running mean is the mean of all batches times what it has not forgotten of its beginning.
        for (name, _) in statistics { result[name] = result[name].map { Tensor(shape: $0.shape) } }
        try engine.load(result)
        for number in 0..<passes { try pass(number) }
        let moved = try engine.parameters()
        for (name, momentum) in statistics {
            guard var tensor = moved[name] else { continue }
            // In Double, where a momentum however small leaves something to divide by.
            let weight = -expm1(Double(passes * updatesPerPass) * log1p(-Double(momentum)))
            for index in tensor.values.indices { tensor.values[index] = Float(Double(tensor.values[index]) / weight) }
            result[name] = tensor
        }
        try engine.load(result)
        return result
    }
}
