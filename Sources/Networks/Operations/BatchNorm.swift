/// Normalises every channel over the batch (Ioffe, Szegedy 2015), then scales and shifts. Any shape -> the same shape.
///
/// Training uses the statistics of the joint batch (both twins); inference uses running ones, updated by
/// `running = (1 - momentum) * running + momentum * batch`, with the unbiased variance, as PyTorch does.
public struct BatchNorm: Hashable, Sendable {
    public var epsilon: Float
    public var momentum: Float
    /// What the scale begins with: zero in a residual block's last normalisation makes the block begin as the identity
    /// (Goyal et al. 2017, section 5.1).
    public var initialScale: Float

    public init(epsilon: Float = 1e-5, momentum: Float = 0.1, initialScale: Float = 1) {
        self.epsilon = epsilon
        self.momentum = momentum
        self.initialScale = initialScale
    }
}

extension BatchNorm: ShapedOperation {
    var stem: String { "bn" }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require(epsilon > 0 && epsilon.isFinite, "needs an epsilon above 0")
        try require((0...1).contains(momentum), "needs a momentum between 0 and 1")
        try require(initialScale.isFinite, "needs a finite initial scale")
        return input
    }

    func parameters(for input: TensorShape) -> [ParameterInfo] {
        func perChannel(_ name: String, _ role: ParameterInfo.Role) -> ParameterInfo {
            ParameterInfo(name: name, shape: [input.channels], role: role, fanIn: 1, fanOut: 1, initialValue: initialScale)
        }
        return [
            perChannel("weight", .scale), perChannel("bias", .shift), perChannel("running_mean", .runningMean),
            perChannel("running_var", .runningVariance),
        ]
    }
}
