/// Applies an affine transformation, `y = W x + b`. Input `[F]` or a map, which it reads flattened in `C, H, W` order -> `[features]`.
public struct Linear: Hashable, Sendable {
    public var features: Int
    public var bias: Bool

    public init(features: Int, bias: Bool = true) {
        self.features = features
        self.bias = bias
    }
}

extension Linear: ShapedOperation {
    var stem: String { "linear" }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require((1...Limits.channels).contains(features), "needs from 1 to \(Limits.channels) features, not \(features)")
        return .vector(features)
    }

    func parameters(for input: TensorShape) -> [ParameterInfo] {
        let weight = ParameterInfo(
            name: "weight", shape: [features, input.count], role: .weight, fanIn: input.count, fanOut: features, isOfLinear: true)
        let shift = ParameterInfo(
            name: "bias", shape: [features], role: .bias, fanIn: input.count, fanOut: features, isOfLinear: true)
        return bias ? [weight, shift] : [weight]
    }

    func multiplyAccumulates(input: TensorShape, output: TensorShape) -> Int { input.count * features }
}
