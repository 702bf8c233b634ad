/// Mirrors a map at its borders, without repeating the border itself. Input `[C, H, W]` -> `[C, H + 2 * padding, W + 2 * padding]`.
public struct ReflectionPad: Hashable, Sendable {
    public var padding: Int

    public init(padding: Int) {
        self.padding = padding
    }
}

extension ReflectionPad: ShapedOperation {
    var stem: String { "pad" }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require(input.isImage, "pads maps, but gets a vector of \(input); move it before flatten")
        try require((0...Limits.side).contains(padding), "needs a padding from 0 to \(Limits.side)")
        guard padding < input.height, padding < input.width else {
            throw ShapeRefusal(reason: "needs at least \(padding + 1)x\(padding + 1)", isTooSmall: true)
        }
        return .image(channels: input.channels, height: input.height + 2 * padding, width: input.width + 2 * padding)
    }
}

/// Drops values with a probability during training and scales the others by `1 / (1 - probability)` (Srivastava 2014).
public struct Dropout: Hashable, Sendable {
    public var probability: Float

    public init(probability: Float = 0.5) {
        self.probability = probability
    }

    /// What is left of the probability after a person has turned all of a network's dropout up or down. Never so high that hardly
    /// anything passes, unless the layer itself was made so.
    public func probability(times factor: Float) -> Float {
        min(max(0, probability * factor), max(probability, 0.95))
    }
}

extension Dropout: ShapedOperation {
    var stem: String { "dropout" }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require((0..<1).contains(probability), "needs a probability from 0 up to, not including, 1")
        return input
    }
}

/// Scales every vector to length one, `y = x / max(|x|, epsilon)`. Input `[F]` -> `[F]`.
public struct L2Normalize: Hashable, Sendable {
    public var epsilon: Float

    public init(epsilon: Float = 1e-12) {
        self.epsilon = epsilon
    }
}

extension L2Normalize: ShapedOperation {
    var stem: String { "normalize" }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require(!input.isImage, "normalises vectors, but gets \(input); put flatten or linear before it")
        try require(epsilon > 0 && epsilon.isFinite, "needs an epsilon above 0")
        return input
    }
}

/// Reads a map `[C, H, W]` as a vector `[C * H * W]`, in that order.
struct Flatten: ShapedOperation {
    var stem: String { "flatten" }
    func outputShape(for input: TensorShape) throws -> TensorShape { .vector(input.count) }
}

/// Exponentials that sum to one over the features. Input `[F]` -> `[F]`.
struct Softmax: ShapedOperation {
    var stem: String { "softmax" }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require(!input.isImage, "wants a vector, but gets \(input); put flatten or linear before it")
        return input
    }
}

struct Add: ShapedOperation {
    var stem: String { "add" }
    func outputShape(for input: TensorShape) throws -> TensorShape { input }
}
