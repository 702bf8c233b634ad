/// Applies a function to every value. Any shape -> the same shape.
public enum Activation: Hashable, Sendable {
    case relu
    case sigmoid
    case tanh
    /// `x` above zero, `slope * x` below (Maas 2013); PyTorch's default slope is 0.01.
    case leakyReLU(slope: Float)
}

extension Activation: ShapedOperation {
    var stem: String {
        switch self {
        case .relu, .leakyReLU: "relu"
        case .sigmoid: "sigmoid"
        case .tanh: "tanh"
        }
    }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        // The gradient is told by the sign of the result, which with a negative slope is that of the input no more.
        // A slope of billions makes numbers of a few layers infinite.
        if case .leakyReLU(let slope) = self { try require((0...1000).contains(slope), "needs a slope from 0 to 1000") }
        return input
    }
}
