import COneDNN
import Networks

/// The weights and bias of a layer with the batch normalisation after it worked in. Renewed when masters change.
struct FoldedParameters {
    let weight: Memory
    let bias: Memory

    init(
        _ plan: PlanBuilder, weight: Parameter, bias: Parameter?, batchNorm: NetworkGraph.Node, layout: Layout
    ) throws {
        guard case .batchNorm(let rule) = batchNorm.operation else {
            throw EngineError("\(batchNorm.name) cannot be folded, since it is no batch normalisation")
        }
        let parameters = try BatchNormParameters(batchNorm, in: plan)
        let staging = try plan.memory(weight.plain, isPersistent: true)
        let folded = try plan.memory(layout, isPersistent: true)
        let channels = batchNorm.outputShape.channels
        let foldedBias = try plan.memory(.plain([channels]), isPersistent: true)
        try plan.refreshing {
            try plan.reorder(weight.master, into: staging, layer: batchNorm.name)
            plan.loop(batchNorm.name, using: [staging, foldedBias]) { _ in
                let values = staging.floats
                let taps = values.count / channels
                for channel in 0..<channels {
                    let (factor, offset) = parameters.line(of: channel, epsilon: rule.epsilon)
                    for index in channel * taps..<(channel + 1) * taps {
                        values[index] = Float(Double(values[index]) * factor)
                    }
                    let own = bias.map { Double($0.master.floats[channel]) } ?? 0
                    foldedBias.floats[channel] = Float(factor * own + offset)
                }
            }
            try plan.reorder(staging, into: folded, layer: batchNorm.name)
        }
        (self.weight, self.bias) = (folded, foldedBias)
    }
}

extension PlanBuilder {
    /// Weights and bias as a forward pass reads them: their own, or those with a batch normalisation worked in.
    func affine(
        _ weight: Parameter, _ bias: Parameter?, foldedWith batchNorm: NetworkGraph.Node?, layout: Layout
    ) throws -> [(role: onednn_role, memory: Memory)] {
        if let batchNorm {
            let folded = try FoldedParameters(self, weight: weight, bias: bias, batchNorm: batchNorm, layout: layout)
            return [(.weights, folded.weight), (.bias, folded.bias)]
        }
        let weights = try weights(weight, as: layout)
        return [(.weights, weights)] + (bias.map { [(.bias, $0.master)] } ?? [])
    }
}
