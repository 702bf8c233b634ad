import COneDNN
import Networks

typealias PlainRoutine = (_ source: UnsafeMutableBufferPointer<Float>, _ target: UnsafeMutableBufferPointer<Float>) -> Void

// Layers that oneDNN does not have: loops of our own over plain numbers.
extension PlanBuilder {
    /// A layer without parameters whose backward pass needs nothing but the gradient.
    func addPlainRoutine(
        _ node: NetworkGraph.Node, at index: Int, forward: @escaping PlainRoutine, backward: @escaping PlainRoutine
    ) throws {
        let input = try value(node.inputs[0])
        let source = try plain(input.memory, dimensions: input.dimensions)
        let output = try plainValue(dimensions(node.outputShape), needsGradient: input.needsGradient)
        run { _ in forward(source.floats, output.memory.floats) }
        setOutput(of: index, output)
        onBackward { [self] in
            guard input.needsGradient else { return }
            let gradient = try gradient(of: output, for: node)
            try contributeGradient(to: input, layout: .plain(input.dimensions)) { target in
                run { _ in backward(gradient.floats, target.floats) }
            }
        }
    }

    func plainValue(_ dimensions: [Int], needsGradient: Bool) throws -> Value {
        Value(
            dimensions: dimensions, memory: try Memory(.plain(dimensions), on: device), needsGradient: needsGradient)
    }

    /// Linear layers read maps as they lie; for all others the numbers are put in plain order and seen as vectors.
    func addFlatten(_ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        if readers(of: index).allSatisfy(\.operation.isLinear), !readers(of: index).isEmpty {
            return setOutput(of: index, input)
        }
        let dimensions = dimensions(node.outputShape)
        let ordered = try plain(input.memory, dimensions: input.dimensions)
        let output = Value(
            dimensions: dimensions, memory: try ordered.viewed(as: .plain(dimensions), on: device),
            needsGradient: input.needsGradient)
        setOutput(of: index, output)
        onBackward { [self] in
            guard input.needsGradient else { return }
            let gradient = try gradient(of: output, for: node)
            try contributeGradient(to: input, gradient.viewed(as: .plain(input.dimensions), on: device))
        }
    }

    func addReflectionPad(_ pad: ReflectionPad, _ node: NetworkGraph.Node, at index: Int) throws {
        let (input, output) = (node.inputShape, node.outputShape)
        let rows = (0..<output.height).map { Self.mirrored($0 - pad.padding, input.height) }
        let columns = (0..<output.width).map { Self.mirrored($0 - pad.padding, input.width) }
        let maps = images * input.channels
        func forEachCell(_ body: (_ place: Int, _ source: Int) -> Void) {
            var place = 0
            for map in 0..<maps {
                for row in rows {
                    let start = (map * input.height + row) * input.width
                    for column in columns {
                        body(place, start + column)
                        place += 1
                    }
                }
            }
        }
        try addPlainRoutine(
            node, at: index,
            forward: { source, target in forEachCell { target[$0] = source[$1] } },
            backward: { gradient, target in
                target.update(repeating: 0)
                forEachCell { target[$1] += gradient[$0] }
            })
    }

    private static func mirrored(_ index: Int, _ side: Int) -> Int {
        if index < 0 { return -index }
        return index < side ? index : 2 * (side - 1) - index
    }

    /// The lengths are kept from the forward pass.
    func addL2Normalize(_ normalize: L2Normalize, _ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        let (rows, features) = (images, node.inputShape.count)
        let source = try plain(input.memory, dimensions: input.dimensions)
        let output = try plainValue(input.dimensions, needsGradient: input.needsGradient)
        let lengths = try Memory(.plain([rows]), on: device)
        run { _ in
            for row in 0..<rows {
                let range = row * features..<(row + 1) * features
                var squared: Float = 0
                for place in range { squared += source.floats[place] * source.floats[place] }
                lengths.floats[row] = squared.squareRoot()
                let factor = 1 / max(lengths.floats[row], normalize.epsilon)
                for place in range { output.memory.floats[place] = source.floats[place] * factor }
            }
        }
        setOutput(of: index, output)
        onBackward { [self] in
            guard input.needsGradient else { return }
            let gradient = try gradient(of: output, for: node).floats
            let result = output.memory.floats
            try contributeGradient(to: input, layout: output.layout) { target in
                run { _ in
                    for row in 0..<rows {
                        let range = row * features..<(row + 1) * features
                        var along: Float = 0
                        // Where the length is held at epsilon it is a constant, and nothing flows along the vector.
                        if lengths.floats[row] > normalize.epsilon {
                            for place in range { along += result[place] * gradient[place] }
                        }
                        let factor = 1 / max(lengths.floats[row], normalize.epsilon)
                        for place in range { target.floats[place] = (gradient[place] - result[place] * along) * factor }
                    }
                }
            }
        }
    }
}
