import Networks

/// Everything that a pair of images goes through, put together from slow engines: the oracle of `SiameseEngine`.
///
/// Images and embeddings are `[2N, ...]`: the left ones of all pairs, then the right ones.
public struct ReferenceSiameseEngine<Scalar: BinaryFloatingPoint & Sendable> {
    public let graph: PairGraph
    public private(set) var left: ReferenceEngine<Scalar>
    /// A separate network, or the left one's second pass; `nil` where both sides are one pass.
    public private(set) var right: ReferenceEngine<Scalar>?
    public private(set) var head: ReferenceEngine<Scalar>?
    private var embeddings: [Scalar] = []

    public init(
        _ graph: PairGraph, parameters: ParameterSet, optimizer: OptimizerSpec = .adamDefault, dropoutSeed: UInt64 = 0,
        batchStatistics: BatchStatistics = .joint
    ) throws {
        func engine(_ part: NetworkGraph) throws -> ReferenceEngine<Scalar> {
            try ReferenceEngine(part, parameters: parameters, optimizer: optimizer, dropoutSeed: dropoutSeed)
        }
        self.graph = graph
        left = try engine(graph.left)
        right = try graph.right.map(engine) ?? (batchStatistics == .branchwise ? left : nil)
        head = try graph.head.map(engine)
    }

    private var areTwinsShared: Bool { graph.right == nil }

    // MARK: Passes

    /// A training pass: embeddings `[2N, F]`, and a logit a pair where there is a head.
    public mutating func forward(_ images: [Scalar], pairs: Int, step: Int) throws -> (embeddings: [Scalar], logits: [Scalar]) {
        guard var other = right else {
            embeddings = try left.forward(images, count: 2 * pairs, step: step)
            return (embeddings, try headForward(step: step))
        }
        let half = images.count / 2
        embeddings = try left.forward(Array(images[..<half]), count: pairs, step: step)
        // A second call of the same network begins with the statistics that the first has moved.
        if areTwinsShared { other.weights = left.weights }
        other.firstImage = pairs
        embeddings += try other.forward(Array(images[half...]), count: pairs, step: step)
        if areTwinsShared { left.weights = other.weights }
        right = other
        return (embeddings, try headForward(step: step))
    }

    private mutating func headForward(step: Int) throws -> [Scalar] {
        let differences = differences(embeddings)
        return try head?.forward(differences, count: differences.count / graph.left.output.count, step: step) ?? []
    }

    /// From the gradient with respect to the embeddings.
    public mutating func backward(_ gradient: [Scalar]) throws {
        guard right != nil else { return try left.backward(gradient) }
        try left.backward(Array(gradient[..<(gradient.count / 2)]))
        try right?.backward(Array(gradient[(gradient.count / 2)...]))
        guard areTwinsShared, let other = right else { return }
        left.slopes.merge(other.slopes) { one, two in zip(one, two).map(+) }
    }

    /// From the gradient with respect to the logits.
    public mutating func backward(logits gradient: [Scalar]) throws {
        try head?.backward(gradient)
        let slopes = zip(head?.imageGradient ?? [], signs(embeddings)).map(*)
        try backward(slopes + slopes.map { -$0 })
    }

    /// The gradient with respect to the images, after `backward`.
    public var imageGradient: [Scalar] { left.imageGradient + (right?.imageGradient ?? []) }

    /// Embeddings with running statistics and without dropout, laid out as the images.
    public func infer(_ images: [Scalar]) throws -> [Scalar] {
        let half = images.count / 2
        let pairs = half / graph.left.input.count
        let other = areTwinsShared ? left : right ?? left
        return try left.infer(Array(images[..<half]), count: pairs) + other.infer(Array(images[half...]), count: pairs)
    }

    /// The logits of pairs of embeddings, without dropout.
    public func logits(_ embeddings: [Scalar]) throws -> [Scalar] {
        try head?.infer(differences(embeddings), count: embeddings.count / 2 / graph.left.output.count) ?? []
    }

    private func differences(_ embeddings: [Scalar]) -> [Scalar] {
        gaps(embeddings).map { graph.difference == .absolute ? abs($0) : $0 }
    }

    /// The slopes of `differences` with respect to the left embeddings.
    private func signs(_ embeddings: [Scalar]) -> [Scalar] {
        gaps(embeddings).map { graph.difference == .signed || $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    }

    private func gaps(_ embeddings: [Scalar]) -> [Scalar] {
        let half = embeddings.count / 2
        return zip(embeddings[..<half], embeddings[half...]).map(-)
    }

    // MARK: Parameters

    /// Parameters and running statistics of all parts.
    public var parameters: ParameterSet { joined(\.parameters) }

    /// Gradients of all parts.
    public var gradients: ParameterSet { joined(\.gradients) }

    private func joined(_ own: (ReferenceEngine<Scalar>) -> ParameterSet) -> ParameterSet {
        var set = ParameterSet()
        for part in [left, areTwinsShared ? nil : right, head].compactMap({ $0 }) {
            for (name, tensor) in own(part) { set[name] = tensor }
        }
        return set
    }

    /// The Euclidean norm of the gradients of all parts.
    public var gradientNorm: Scalar {
        let slopes = [left.slopes, areTwinsShared ? [:] : right?.slopes ?? [:], head?.slopes ?? [:]]
        return slopes.flatMap(\.values).joined().reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    /// One optimizer step; gradients whose norm exceeds `clip` are scaled down to it, as PyTorch's `clip_grad_norm_` does.
    public mutating func update(learningRate: Scalar, clip: Scalar? = nil) {
        let factor = clip.map { min(1, $0 / (gradientNorm + 1e-6)) } ?? 1
        left.update(learningRate: learningRate, gradientFactor: factor)
        if !areTwinsShared { right?.update(learningRate: learningRate, gradientFactor: factor) }
        head?.update(learningRate: learningRate, gradientFactor: factor)
    }
}
