import Networks

/// Every output is the sum over a window: seven loops, as the definition reads.
func convolutionForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, _ convolution: Convolution, weight: [Scalar], bias: [Scalar]?, outputShape: TensorShape
) -> Values<Scalar> {
    var output = Values<Scalar>(count: input.count, shape: outputShape)
    forEachOutput(of: output) { sample, channel, row, column in
        var sum = bias?[channel] ?? 0
        forEachTap(of: convolution, input, channel: channel, row: row, column: column) { source, tap in
            sum += input[sample, source.channel, source.row, source.column] * weight[tap]
        }
        output[sample, channel, row, column] = sum
    }
    return output
}

/// The same loops, every product differentiated both ways.
func convolutionBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, _ convolution: Convolution, weight: [Scalar]
) -> (input: Values<Scalar>, weight: [Scalar], bias: [Scalar]) {
    var inputGradient = Values<Scalar>(zerosLike: input)
    var weightGradient = [Scalar](repeating: 0, count: weight.count)
    var biasGradient = [Scalar](repeating: 0, count: convolution.channels)
    forEachOutput(of: gradient) { sample, channel, row, column in
        let slope = gradient[sample, channel, row, column]
        biasGradient[channel] += slope
        forEachTap(of: convolution, input, channel: channel, row: row, column: column) { source, tap in
            inputGradient[sample, source.channel, source.row, source.column] += slope * weight[tap]
            weightGradient[tap] += slope * input[sample, source.channel, source.row, source.column]
        }
    }
    return (inputGradient, weightGradient, biasGradient)
}

func forEachOutput<Scalar: BinaryFloatingPoint>(
    of values: Values<Scalar>, _ body: (_ sample: Int, _ channel: Int, _ row: Int, _ column: Int) -> Void
) {
    for sample in 0..<values.count {
        for channel in 0..<values.channels {
            for row in 0..<values.height {
                for column in 0..<values.width {
                    body(sample, channel, row, column)
                }
            }
        }
    }
}

/// Visits every input under the window of one output, with the place of its weight in `[K, C / groups, kh, kw]`. Padding is skipped: it is zero.
private func forEachTap<Scalar: BinaryFloatingPoint>(
    of convolution: Convolution, _ input: Values<Scalar>, channel: Int, row: Int, column: Int,
    _ body: (_ source: (channel: Int, row: Int, column: Int), _ tap: Int) -> Void
) {
    let channelsPerGroup = input.channels / convolution.groups
    let group = channel / (convolution.channels / convolution.groups)
    let kernel = convolution.kernel
    for channelInGroup in 0..<channelsPerGroup {
        for kernelRow in 0..<kernel.height {
            for kernelColumn in 0..<kernel.width {
                let sourceRow =
                    row * convolution.stride.height - convolution.padding.height + kernelRow * convolution.dilation.height
                let sourceColumn =
                    column * convolution.stride.width - convolution.padding.width + kernelColumn * convolution.dilation.width
                guard (0..<input.height).contains(sourceRow), (0..<input.width).contains(sourceColumn) else { continue }
                let tap =
                    ((channel * channelsPerGroup + channelInGroup) * kernel.height + kernelRow) * kernel.width + kernelColumn
                body((group * channelsPerGroup + channelInGroup, sourceRow, sourceColumn), tap)
            }
        }
    }
}
