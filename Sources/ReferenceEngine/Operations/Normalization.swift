import Foundation
import Networks

/// `y = x / max(|x|, epsilon)` for every vector.
func l2NormalizeForward<Scalar: BinaryFloatingPoint>(_ input: Values<Scalar>, epsilon: Scalar) -> Values<Scalar> {
    var output = input
    for sample in 0..<input.count {
        let length = max(length(input, sample), epsilon)
        for index in 0..<input.shape.count { output[sample, index] = input[sample, index] / length }
    }
    return output
}

/// `dx = (dy - y (y . dy)) / |x|`; where the length is held at epsilon, it is a constant: `dx = dy / epsilon`.
func l2NormalizeBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, epsilon: Scalar
) -> Values<Scalar> {
    var inputGradient = Values<Scalar>(zerosLike: input)
    let output = l2NormalizeForward(input, epsilon: epsilon)
    for sample in 0..<input.count {
        let ownLength = length(input, sample)
        let features = 0..<input.shape.count
        let along = ownLength > epsilon ? features.reduce(Scalar(0)) { $0 + output[sample, $1] * gradient[sample, $1] } : 0
        for index in features {
            inputGradient[sample, index] = (gradient[sample, index] - output[sample, index] * along) / max(ownLength, epsilon)
        }
    }
    return inputGradient
}

private func length<Scalar: BinaryFloatingPoint>(_ values: Values<Scalar>, _ sample: Int) -> Scalar {
    (0..<values.shape.count).reduce(Scalar(0)) { $0 + values[sample, $1] * values[sample, $1] }.squareRoot()
}

/// `y = exp(x) / sum of exp(x)` for every vector; the largest value is taken off first, so that nothing overflows.
func softmaxForward<Scalar: BinaryFloatingPoint>(_ input: Values<Scalar>) -> Values<Scalar> {
    var output = input
    for sample in 0..<input.count {
        let features = 0..<input.shape.count
        let largest = features.map { input[sample, $0] }.max() ?? 0
        let powers = features.map { Scalar(exp(Double(input[sample, $0] - largest))) }
        let sum = powers.reduce(0, +)
        for index in features { output[sample, index] = powers[index] / sum }
    }
    return output
}

/// `dx = y (dy - y . dy)`.
func softmaxBackward<Scalar: BinaryFloatingPoint>(_ gradient: Values<Scalar>, _ input: Values<Scalar>) -> Values<Scalar> {
    var inputGradient = Values<Scalar>(zerosLike: input)
    let output = softmaxForward(input)
    for sample in 0..<input.count {
        let features = 0..<input.shape.count
        let along = features.reduce(Scalar(0)) { $0 + output[sample, $1] * gradient[sample, $1] }
        for index in features { inputGradient[sample, index] = output[sample, index] * (gradient[sample, index] - along) }
    }
    return inputGradient
}
