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
        try require(features > 0, "needs at least one feature")
        return .vector(features)
    }

    func parameters(for input: TensorShape) -> [ParameterInfo] {
        let weight = ParameterInfo(
            name: "weight", shape: [features, input.count], role: .weight, fanIn: input.count, fanOut: features)
        let shift = ParameterInfo(name: "bias", shape: [features], role: .bias, fanIn: input.count, fanOut: features)
        return bias ? [weight, shift] : [weight]
    }

    func multiplyAccumulates(input: TensorShape, output: TensorShape) -> Int { input.count * features }
}
