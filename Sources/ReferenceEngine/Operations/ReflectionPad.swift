import Networks

/// Every cell of the padded map shows the cell that lies where a mirror at the border would put it.
func reflectionPadForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, padding: Int, outputShape: TensorShape
) -> Values<Scalar> {
    var output = Values<Scalar>(count: input.count, shape: outputShape)
    forEachOutput(of: output) { sample, channel, row, column in
        output[sample, channel, row, column] =
            input[sample, channel, mirrored(row - padding, input.height), mirrored(column - padding, input.width)]
    }
    return output
}

func reflectionPadBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, padding: Int
) -> Values<Scalar> {
    var inputGradient = Values<Scalar>(zerosLike: input)
    forEachOutput(of: gradient) { sample, channel, row, column in
        inputGradient[sample, channel, mirrored(row - padding, input.height), mirrored(column - padding, input.width)] +=
            gradient[sample, channel, row, column]
    }
    return inputGradient
}

private func mirrored(_ index: Int, _ side: Int) -> Int {
    if index < 0 { return -index }
    return index < side ? index : 2 * (side - 1) - index
}
