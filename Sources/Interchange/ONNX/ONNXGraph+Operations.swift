import Networks

extension ONNXGraph {
    /// Adds what a node of a network does at inference, and returns the name of what it produces.
    ///
    /// - Parameters:
    ///   - inputs: the names of the values it reads.
    ///   - parameters: all of the network's; those of this node are added as constants.
    /// - Throws: `InterchangeError` where a parameter is missing.
    mutating func add(_ node: NetworkGraph.Node, reading inputs: [String], _ parameters: ParameterSet) throws -> String {
        let name = node.name
        switch node.operation {
        case .convolution(let convolution):
            return add("Conv", inputs + (try constants(of: node, parameters)), named: name, convolution.attributes)
        case .linear:
            let vector =
                node.inputShape.isImage ? [add("Flatten", inputs, named: name + ".flatten", [("axis", .int(1))])] : inputs
            return add("Gemm", vector + (try constants(of: node, parameters)), named: name, [("transB", .int(1))])
        case .batchNorm(let norm):
            return add(
                "BatchNormalization", inputs + (try constants(of: node, parameters)), named: name,
                [("epsilon", .float(norm.epsilon))])
        case .activation(let activation):
            return add(activation, inputs, named: name)
        case .maxPool(let pooling):
            return add("MaxPool", inputs, named: name, pooling.attributes)
        case .averagePool(let pooling):
            return add("AveragePool", inputs, named: name, pooling.attributes + [("count_include_pad", .int(1))])
        case .adaptiveAveragePool(let pooling):
            return addAdaptivePooling(to: pooling.size, of: node.inputShape, inputs, named: name)
        case .reflectionPad(let pad):
            let sides = [0, 0, pad.padding, pad.padding]
            let pads = constant(name + ".pads", sides + sides)
            return add("Pad", inputs + [pads], named: name, [("mode", .string("reflect"))])
        case .flatten:
            return add("Flatten", inputs, named: name, [("axis", .int(1))])
        case .dropout:
            // Nothing is dropped at inference.
            return inputs.first ?? name
        case .l2Normalize(let normalize):
            let length = add("ReduceL2", inputs, named: name + ".length", [("axes", .ints([1])), ("keepdims", .int(1))])
            let least = constant(name + ".epsilon", Tensor(shape: [1], values: [normalize.epsilon]))
            let divisor = add("Max", [length, least], named: name + ".divisor")
            return add("Div", inputs + [divisor], named: name)
        case .softmax:
            return add("Softmax", inputs, named: name, [("axis", .int(1))])
        case .add:
            return add("Add", inputs, named: name)
        }
    }

    private mutating func constants(of node: NetworkGraph.Node, _ parameters: ParameterSet) throws -> [String] {
        try node.parameters.map { info in
            guard let tensor = parameters[info.name], tensor.shape == info.shape else {
                throw InterchangeError(
                    "the weights have no \(info.name) of \(info.shape); export with the network that they were trained with")
            }
            return constant(info.name, tensor)
        }
    }

    private mutating func add(_ activation: Activation, _ inputs: [String], named name: String) -> String {
        switch activation {
        case .relu: add("Relu", inputs, named: name)
        case .sigmoid: add("Sigmoid", inputs, named: name)
        case .tanh: add("Tanh", inputs, named: name)
        case .leakyReLU(let slope): add("LeakyRelu", inputs, named: name, [("alpha", .float(slope))])
        }
    }

    /// ONNX has no pooling to a given size. To 1x1 it is the global one; otherwise each axis is averaged by a matrix.
    private mutating func addAdaptivePooling(
        to size: Extent, of shape: TensorShape, _ inputs: [String], named name: String
    ) -> String {
        guard size != 1 else { return add("GlobalAveragePool", inputs, named: name) }
        let rows = constant(name + ".rows", averagingMatrix(from: shape.height, to: size.height))
        let columns = constant(name + ".columns", averagingMatrix(from: shape.width, to: size.width).transposed)
        let averagedRows = add("MatMul", [rows] + inputs, named: name + ".over_rows")
        return add("MatMul", [averagedRows, columns], named: name)
    }
}

/// `[cells, side]`: row `i` averages the places that cell `i` covers, `floor(i * side / cells) ..< ceil((i + 1) * side / cells)`.
private func averagingMatrix(from side: Int, to cells: Int) -> Tensor {
    var matrix = Tensor(shape: [cells, side])
    for cell in 0..<cells {
        let covered = cell * side / cells..<((cell + 1) * side + cells - 1) / cells
        for place in covered { matrix.values[cell * side + place] = 1 / Float(covered.count) }
    }
    return matrix
}

extension Tensor {
    /// A matrix with rows and columns exchanged.
    fileprivate var transposed: Tensor {
        let (rows, columns) = (shape[0], shape[1])
        var result = Tensor(shape: [columns, rows])
        for row in 0..<rows {
            for column in 0..<columns { result.values[column * rows + row] = values[row * columns + column] }
        }
        return result
    }
}

extension Convolution {
    fileprivate var attributes: [ONNXGraph.NamedAttribute] {
        [
            ("kernel_shape", .ints(kernel.sides)), ("strides", .ints(stride.sides)), ("pads", .ints(padding.onBothSides)),
            ("dilations", .ints(dilation.sides)), ("group", .int(groups)),
        ]
    }
}

extension Pooling {
    fileprivate var attributes: [ONNXGraph.NamedAttribute] {
        [("kernel_shape", .ints(kernel.sides)), ("strides", .ints(stride.sides)), ("pads", .ints(padding.onBothSides))]
    }
}

extension Extent {
    fileprivate var sides: [Int] { [height, width] }
    /// Top, left, bottom, right.
    fileprivate var onBothSides: [Int] { sides + sides }
}
