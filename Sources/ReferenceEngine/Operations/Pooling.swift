import Networks

/// The largest value under every window; padding never wins.
func maxPoolForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, _ pooling: Pooling, outputShape: TensorShape
) -> Values<Scalar> {
    var output = Values<Scalar>(count: input.count, shape: outputShape)
    forEachOutput(of: output) { sample, channel, row, column in
        if let winner = winner(input, pooling, sample, channel, row, column) {
            output[sample, channel, row, column] = input[sample, channel, winner.row, winner.column]
        }
    }
    return output
}

/// The whole gradient of a window goes to its largest value, the first one of equals.
func maxPoolBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, _ pooling: Pooling
) -> Values<Scalar> {
    var inputGradient = Values<Scalar>(zerosLike: input)
    forEachOutput(of: gradient) { sample, channel, row, column in
        if let winner = winner(input, pooling, sample, channel, row, column) {
            inputGradient[sample, channel, winner.row, winner.column] += gradient[sample, channel, row, column]
        }
    }
    return inputGradient
}

/// The mean of every window, padding counted as zeros.
func averagePoolForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, _ pooling: Pooling, outputShape: TensorShape
) -> Values<Scalar> {
    var output = Values<Scalar>(count: input.count, shape: outputShape)
    let area = Scalar(pooling.kernel.height * pooling.kernel.width)
    forEachOutput(of: output) { sample, channel, row, column in
        let sum = window(input, pooling, row, column).reduce(Scalar(0)) { $0 + input[sample, channel, $1.row, $1.column] }
        output[sample, channel, row, column] = sum / area
    }
    return output
}

func averagePoolBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, _ pooling: Pooling
) -> Values<Scalar> {
    var inputGradient = Values<Scalar>(zerosLike: input)
    let area = Scalar(pooling.kernel.height * pooling.kernel.width)
    forEachOutput(of: gradient) { sample, channel, row, column in
        for place in window(input, pooling, row, column) {
            inputGradient[sample, channel, place.row, place.column] += gradient[sample, channel, row, column] / area
        }
    }
    return inputGradient
}

private func winner<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, _ pooling: Pooling, _ sample: Int, _ channel: Int, _ row: Int, _ column: Int
) -> (row: Int, column: Int)? {
    var best: (row: Int, column: Int)?
    for place in window(input, pooling, row, column) {
        if let current = best,
            input[sample, channel, place.row, place.column] <= input[sample, channel, current.row, current.column]
        {
            continue
        }
        best = place
    }
    return best
}

/// The cells under the window of one output that lie inside the map, row by row.
private func window<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, _ pooling: Pooling, _ row: Int, _ column: Int
) -> [(row: Int, column: Int)] {
    let top = row * pooling.stride.height - pooling.padding.height
    let left = column * pooling.stride.width - pooling.padding.width
    let rows = (top..<top + pooling.kernel.height).clamped(to: 0..<input.height)
    let columns = (left..<left + pooling.kernel.width).clamped(to: 0..<input.width)
    return rows.flatMap { row in columns.map { (row, $0) } }
}

/// Cell `i` of `n` averages rows `floor(i * H / n) ..< ceil((i + 1) * H / n)`, and columns alike, as PyTorch does.
func adaptiveAveragePoolForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, outputShape: TensorShape
) -> Values<Scalar> {
    var output = Values<Scalar>(count: input.count, shape: outputShape)
    forEachOutput(of: output) { sample, channel, row, column in
        let cells = adaptiveWindow(input.shape, outputShape, row, column)
        let sum = cells.reduce(Scalar(0)) { $0 + input[sample, channel, $1.row, $1.column] }
        output[sample, channel, row, column] = sum / Scalar(cells.count)
    }
    return output
}

func adaptiveAveragePoolBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>
) -> Values<Scalar> {
    var inputGradient = Values<Scalar>(zerosLike: input)
    forEachOutput(of: gradient) { sample, channel, row, column in
        let cells = adaptiveWindow(input.shape, gradient.shape, row, column)
        for cell in cells {
            inputGradient[sample, channel, cell.row, cell.column] +=
                gradient[sample, channel, row, column] / Scalar(cells.count)
        }
    }
    return inputGradient
}

private func adaptiveWindow(_ input: TensorShape, _ output: TensorShape, _ row: Int, _ column: Int) -> [(row: Int, column: Int)] {
    func span(_ index: Int, _ cells: Int, _ side: Int) -> Range<Int> {
        index * side / cells..<((index + 1) * side + cells - 1) / cells
    }
    let columns = span(column, output.width, input.width)
    return span(row, output.height, input.height).flatMap { row in columns.map { (row, $0) } }
}
