import COneDNN
import Networks

extension PlanBuilder {
    /// Multiplies by a mask that is made anew every step, from the step alone. The mask lies in plain order, so that the same values are
    /// dropped whatever layout a layer works in.
    func addDropout(_ dropout: Dropout, _ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        guard isTraining else { return setOutput(of: index, input) }
        let drawn = try Memory(.plain(input.dimensions), on: device)
        let (seed, probability) = (dropoutSeed, dropout.probability)
        let kept = 1 / (1 - probability)
        run { step in
            let rule = DropoutRule(seed: seed, layer: node.name, step: step, probability: probability)
            for place in drawn.floats.indices { drawn.floats[place] = rule.keeps(place) ? kept : 0 }
        }
        let mask = try converted(drawn, to: input.layout)
        let product = try PrimitiveDescriptor("\(node.name), forward") { handle in
            input.layout.withPointer { shim_binary(handle, device.engine, true, $0, $0, $0) }
        }
        let output = Value(
            dimensions: input.dimensions, memory: try Memory(input.layout, on: device), needsGradient: input.needsGradient)
        try run(
            product, [Argument.source: input.memory, Argument.otherSource: mask, Argument.destination: output.memory])
        setOutput(of: index, output)

        onBackward { [self] in
            guard input.needsGradient else { return }
            let gradient = try gradient(of: output, for: node)
            try contributeGradient(to: input, layout: input.layout) { target in
                try run(
                    product, [Argument.source: gradient, Argument.otherSource: mask, Argument.destination: target])
            }
        }
    }
}
