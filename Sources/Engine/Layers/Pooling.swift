import COneDNN
import Networks

extension PlanBuilder {
    func addPooling(_ pooling: Pooling, isAverage: Bool, _ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        var window = shim_window(
            node, images: images, kernel: pooling.kernel, stride: pooling.stride, padding: pooling.padding)
        let descriptor = try PrimitiveDescriptor("\(node.name), forward") { handle in
            input.layout.withPointer { shim_pooling_forward(handle, device.engine, &window, isAverage, $0, isTraining) }
        }
        report(node) { $0.forward = descriptor.implementation }
        let output = Value(
            dimensions: dimensions(node.outputShape), memory: try Memory(descriptor.destination, on: device),
            needsGradient: input.needsGradient)
        // The workspace remembers which value was the largest of each window.
        let workspace = isTraining && !isAverage ? try Memory(descriptor.workspace, on: device) : nil
        var arguments = [Argument.source: input.memory, Argument.destination: output.memory]
        arguments[Argument.workspace] = workspace
        try run(descriptor, arguments)
        setOutput(of: index, output)

        onBackward { [self] in
            guard input.needsGradient else { return }
            let byData = try PrimitiveDescriptor("\(node.name), backward") { handle in
                input.layout.withPointer { source in
                    output.layout.withPointer {
                        shim_pooling_backward(handle, device.engine, &window, isAverage, source, $0, descriptor.handle)
                    }
                }
            }
            report(node) { $0.backwardData = byData.implementation }
            var arguments = [Argument.destinationGradient: try gradient(of: output, for: node)]
            arguments[Argument.workspace] = workspace
            try contributeGradient(to: input, layout: input.layout) { target in
                arguments[Argument.sourceGradient] = target
                try run(byData, arguments)
            }
        }
    }

    /// Where every output averages a window of one size, that is average pooling. Other sizes are averaged by plain loops.
    func addAdaptivePooling(_ node: NetworkGraph.Node, at index: Int) throws {
        let (input, output) = (node.inputShape, node.outputShape)
        guard input.height % output.height == 0, input.width % output.width == 0 else {
            return try addUnevenPooling(node, at: index)
        }
        let kernel = Extent(height: input.height / output.height, width: input.width / output.width)
        try addPooling(Pooling(kernel: kernel), isAverage: true, node, at: index)
    }

    private func addUnevenPooling(_ node: NetworkGraph.Node, at index: Int) throws {
        let (input, output) = (node.inputShape, node.outputShape)
        let rows = spans(of: output.height, over: input.height)
        let columns = spans(of: output.width, over: input.width)
        let maps = images * input.channels
        try addPlainRoutine(
            node, at: index,
            forward: { source, target in
                var place = 0
                for map in 0..<maps {
                    let start = map * input.height * input.width
                    for row in rows {
                        for column in columns {
                            var sum: Float = 0
                            for y in row { for x in column { sum += source[start + y * input.width + x] } }
                            target[place] = sum / Float(row.count * column.count)
                            place += 1
                        }
                    }
                }
            },
            backward: { gradient, target in
                target.update(repeating: 0)
                var place = 0
                for map in 0..<maps {
                    let start = map * input.height * input.width
                    for row in rows {
                        for column in columns {
                            let share = gradient[place] / Float(row.count * column.count)
                            for y in row { for x in column { target[start + y * input.width + x] += share } }
                            place += 1
                        }
                    }
                }
            })
    }

    /// Cell `i` of `n` covers `floor(i * side / n) ..< ceil((i + 1) * side / n)`.
    private func spans(of cells: Int, over side: Int) -> [Range<Int>] {
        (0..<cells).map { $0 * side / cells..<(($0 + 1) * side + cells - 1) / cells }
    }
}
