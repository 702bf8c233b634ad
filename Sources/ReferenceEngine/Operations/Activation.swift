import Foundation
import Networks

func activationForward<Scalar: BinaryFloatingPoint>(_ input: Values<Scalar>, _ activation: Activation) -> Values<Scalar> {
    input.map { value in
        switch activation {
        case .relu: max(0, value)
        case .sigmoid: Scalar(1 / (1 + exp(-Double(value))))
        case .tanh: Scalar(tanh(Double(value)))
        case .leakyReLU(let slope): value > 0 ? value : Scalar(slope) * value
        }
    }
}

func activationBackward<Scalar: BinaryFloatingPoint>(
    _ gradient: Values<Scalar>, _ input: Values<Scalar>, _ activation: Activation
) -> Values<Scalar> {
    let output = activationForward(input, activation)
    let slopes = input.combined(with: output) { value, result in
        switch activation {
        case .relu: value > 0 ? 1 : 0
        case .sigmoid: result * (1 - result)
        case .tanh: 1 - result * result
        case .leakyReLU(let slope): value > 0 ? 1 : Scalar(slope)
        }
    }
    return gradient.combined(with: slopes, *)
}
