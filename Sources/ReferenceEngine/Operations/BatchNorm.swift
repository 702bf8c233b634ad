import Networks

/// Mean and variance (divided by n) of every channel over the batch and the map.
struct ChannelStatistics<Scalar: BinaryFloatingPoint> {
    let mean: [Scalar]
    let variance: [Scalar]
    /// How many values a channel has.
    let count: Int

    init(mean: [Scalar], variance: [Scalar], count: Int = 0) {
        self.mean = mean
        self.variance = variance
        self.count = count
    }

    init(of values: Values<Scalar>) {
        let count = values.count * values.height * values.width
        var mean = [Scalar](repeating: 0, count: values.channels)
        var variance = mean
        forEachOutput(of: values) { mean[$1] += values[$0, $1, $2, $3] / Scalar(count) }
        forEachOutput(of: values) { sample, channel, row, column in
            let deviation = values[sample, channel, row, column] - mean[channel]
            variance[channel] += deviation * deviation / Scalar(count)
        }
        self.init(mean: mean, variance: variance, count: count)
    }
}

/// `y = scale * (x - mean) / sqrt(variance + epsilon) + shift`.
func batchNormForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, statistics: ChannelStatistics<Scalar>, scale: [Scalar], shift: [Scalar], epsilon: Scalar
) -> Values<Scalar> {
    var output = Values<Scalar>(zerosLike: input)
    forEachOutput(of: input) { sample, channel, row, column in
        let deviation = (statistics.variance[channel] + epsilon).squareRoot()
        let normalized = (input[sample, channel, row, column] - statistics.mean[channel]) / deviation
        output[sample, channel, row, column] = scale[channel] * normalized + shift[channel]
    }
    return output
}

/// The gradient through the batch's own statistics (Ioffe, Szegedy 2015, section 3).
func batchNormBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, scale: [Scalar], epsilon: Scalar
) -> (input: Values<Scalar>, scale: [Scalar], shift: [Scalar]) {
    let statistics = ChannelStatistics(of: input)
    func normalized(_ sample: Int, _ channel: Int, _ row: Int, _ column: Int) -> Scalar {
        (input[sample, channel, row, column] - statistics.mean[channel])
            / (statistics.variance[channel] + epsilon).squareRoot()
    }
    var scaleGradient = [Scalar](repeating: 0, count: input.channels)
    var shiftGradient = scaleGradient
    forEachOutput(of: gradient) { sample, channel, row, column in
        let slope = gradient[sample, channel, row, column]
        scaleGradient[channel] += slope * normalized(sample, channel, row, column)
        shiftGradient[channel] += slope
    }
    var inputGradient = Values<Scalar>(zerosLike: input)
    let count = Scalar(statistics.count)
    forEachOutput(of: gradient) { sample, channel, row, column in
        let deviation = (statistics.variance[channel] + epsilon).squareRoot()
        let through =
            gradient[sample, channel, row, column] - shiftGradient[channel] / count
            - normalized(sample, channel, row, column) * scaleGradient[channel] / count
        inputGradient[sample, channel, row, column] = scale[channel] / deviation * through
    }
    return (inputGradient, scaleGradient, shiftGradient)
}
