import COneDNN
import Networks

// What convolution and linear layers share: where weights lie, and how gradients get to them.
extension PlanBuilder {
    /// A parameter where a primitive wants it. In training that is its place in the arena; in inference a copy in the inference
    /// primitive's own layout, brought up to date after updates, or the arena itself where both agree.
    func parameterMemory(_ info: ParameterInfo, _ layout: Layout, plainDimensions: [Int]? = nil) throws -> Memory {
        if isTraining { return try store.place(info, layout: layout, plainDimensions: plainDimensions).weights }
        let slot = try store.slot(info.name)
        if slot.weights.layout.isSame(as: layout) { return slot.weights }
        // By way of plain numbers: there is no direct way into Winograd's own layouts.
        let plain = try Memory(slot.plainLayout, on: device)
        let copy = try Memory(layout, on: device)
        try refreshing {
            try reorder(slot.weights, to: plain)
            try reorder(plain, to: copy)
        }
        return copy
    }

    /// The gradient of weights and bias, brought into the arena's layout.
    func runWeightsBackward(
        _ descriptor: PrimitiveDescriptor, _ node: NetworkGraph.Node, source: Memory, gradient: Memory, hasBias: Bool
    ) throws {
        let slot = try store.slot("\(node.name).weight")
        let fits = descriptor.weightsGradient.isSame(as: slot.gradient.layout)
        let weightsGradient = try fits ? slot.gradient : Memory(descriptor.weightsGradient, on: device)
        var arguments = [
            Argument.source: try converted(source, to: descriptor.source),
            Argument.destinationGradient: try converted(gradient, to: descriptor.destinationGradient),
            Argument.weightsGradient: weightsGradient,
        ]
        if hasBias { arguments[Argument.biasGradient] = try store.slot("\(node.name).bias").gradient }
        try run(descriptor, arguments)
        if !fits { try reorder(weightsGradient, to: slot.gradient) }
    }

    /// The gradient of what the layer read.
    func runDataBackward(_ descriptor: PrimitiveDescriptor, input: Value, weights: Memory, gradient: Memory) throws {
        let ownWeights = try converted(weights, to: descriptor.weights)
        let ownGradient = try converted(gradient, to: descriptor.destinationGradient)
        try contributeGradient(to: input, layout: descriptor.sourceGradient) { target in
            try run(
                descriptor,
                [Argument.weights: ownWeights, Argument.destinationGradient: ownGradient, Argument.sourceGradient: target])
        }
    }

    /// The first algorithm that oneDNN has for a case; the error of the last one where it has none.
    func firstThatWorks(
        _ algorithms: [shim_algorithm], _ make: (shim_algorithm) throws -> PrimitiveDescriptor
    ) throws -> (PrimitiveDescriptor, shim_algorithm) {
        for algorithm in algorithms.dropLast() {
            if let descriptor = try? make(algorithm) { return (descriptor, algorithm) }
        }
        let last = algorithms.last ?? shim_direct
        return (try make(last), last)
    }
}
