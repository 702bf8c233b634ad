import Networks

/// `y = W x + b`, `W` being `[features, inputs]`.
func linearForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, weight: [Scalar], bias: [Scalar]?, features: Int
) -> Values<Scalar> {
    var output = Values<Scalar>(count: input.count, shape: .vector(features))
    let inputs = input.shape.count
    for sample in 0..<input.count {
        for feature in 0..<features {
            var sum = bias?[feature] ?? 0
            for index in 0..<inputs { sum += weight[feature * inputs + index] * input[sample, index] }
            output[sample, feature] = sum
        }
    }
    return output
}

func linearBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, weight: [Scalar]
) -> (input: Values<Scalar>, weight: [Scalar], bias: [Scalar]) {
    let inputs = input.shape.count
    let features = gradient.shape.count
    var inputGradient = Values<Scalar>(zerosLike: input)
    var weightGradient = [Scalar](repeating: 0, count: weight.count)
    var biasGradient = [Scalar](repeating: 0, count: features)
    for sample in 0..<input.count {
        for feature in 0..<features {
            let slope = gradient[sample, feature]
            biasGradient[feature] += slope
            for index in 0..<inputs {
                inputGradient[sample, index] += slope * weight[feature * inputs + index]
                weightGradient[feature * inputs + index] += slope * input[sample, index]
            }
        }
    }
    return (inputGradient, weightGradient, biasGradient)
}
