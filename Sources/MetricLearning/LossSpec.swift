/// A loss as data: what the network is asked to do with images. Its margin can be changed while a network trains.
public enum LossSpec: Hashable, Sendable, Codable {
    /// Contrastive loss (Hadsell, Chopra, LeCun 2006): genuine pairs within `genuineMargin`, impostors beyond `margin`.
    case contrastive(margin: Float, genuineMargin: Float = 0, distance: Distance = .euclidean)
    /// Triplet margin loss (Schroff 2015; Hermans 2017). A soft margin replaces the hinge by a softplus and has no margin.
    case triplet(
        margin: Float, mining: TripletMining = .batchHard, isSoft: Bool = false, distance: Distance = .euclidean)
    /// Binary cross-entropy. With a learned similarity `LogitLoss` takes the head's logit; on embeddings the logit is `margin - D`.
    case crossEntropy(margin: Float = 1, distance: Distance = .euclidean)
    /// Supervised contrastive loss (Khosla 2020), which is NT-Xent (Chen 2020) where every image has one partner.
    case supervisedContrastive(temperature: Float = 0.1)
    /// Multi-similarity loss (Wang 2019); the paper's mining where `miningMargin` is given.
    case multiSimilarity(alpha: Float = 2, beta: Float = 50, base: Float = 0.5, miningMargin: Float? = nil)
    /// Cosine embedding loss, as PyTorch writes it.
    case cosineEmbedding(margin: Float = 0)

    public var name: String {
        switch self {
        case .contrastive: "contrastive"
        case .triplet: "triplet"
        case .crossEntropy: "cross-entropy"
        case .supervisedContrastive: "supervised-contrastive"
        case .multiSimilarity: "multi-similarity"
        case .cosineEmbedding: "cosine-embedding"
        }
    }

    /// How far impostors are pushed apart; `nil` where the loss has no margin. Setting it does nothing there.
    public var margin: Float? {
        get {
            switch self {
            case .contrastive(let margin, _, _), .triplet(let margin, _, false, _), .crossEntropy(let margin, _),
                .cosineEmbedding(let margin):
                margin
            case .triplet, .supervisedContrastive, .multiSimilarity: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .contrastive(_, let genuineMargin, let distance):
                self = .contrastive(margin: newValue, genuineMargin: genuineMargin, distance: distance)
            case .triplet(_, let mining, false, let distance):
                self = .triplet(margin: newValue, mining: mining, isSoft: false, distance: distance)
            case .crossEntropy(_, let distance): self = .crossEntropy(margin: newValue, distance: distance)
            case .cosineEmbedding: self = .cosineEmbedding(margin: newValue)
            case .triplet, .supervisedContrastive, .multiSimilarity: break
            }
        }
    }

    /// What similarities are divided by; `nil` where the loss has none. Setting it does nothing there.
    public var temperature: Float? {
        get { if case .supervisedContrastive(let temperature) = self { temperature } else { nil } }
        set {
            if case .supervisedContrastive = self, let newValue { self = .supervisedContrastive(temperature: newValue) }
        }
    }

    /// Which triplets the loss takes; `nil` where it takes none. Setting it does nothing there.
    public var mining: TripletMining? {
        get { if case .triplet(_, let mining, _, _) = self { mining } else { nil } }
        set {
            guard case .triplet(let margin, _, let isSoft, let distance) = self, let newValue else { return }
            self = .triplet(margin: margin, mining: newValue, isSoft: isSoft, distance: distance)
        }
    }

    /// What the loss measures, and what its figures should be measured with.
    public var distance: Distance {
        switch rule {
        case .pairwise(let loss): loss.distance
        case .classwise(let loss): loss.distance
        }
    }

    /// Whether it judges pairs one by one. The others compare images of many classes, and want batches of P classes x K images.
    public var judgesSinglePairs: Bool {
        if case .pairwise = rule { true } else { false }
    }

    private enum Rule {
        case pairwise(PairRule)
        case classwise(ClassRule)
    }

    private var rule: Rule {
        switch self {
        case .contrastive(let margin, let genuineMargin, let distance):
            .pairwise(.contrastive(ContrastiveLoss(margin: margin, genuineMargin: genuineMargin, distance: distance)))
        case .crossEntropy(let margin, let distance):
            .pairwise(.crossEntropy(CrossEntropyLoss(margin: margin, distance: distance)))
        case .cosineEmbedding(let margin): .pairwise(.cosineEmbedding(CosineEmbeddingLoss(margin: margin)))
        case .triplet(let margin, let mining, let isSoft, let distance):
            .classwise(.triplet(TripletLoss(margin: margin, mining: mining, isSoft: isSoft, distance: distance)))
        case .supervisedContrastive(let temperature):
            .classwise(.supervisedContrastive(SupervisedContrastiveLoss(temperature: temperature)))
        case .multiSimilarity(let alpha, let beta, let base, let miningMargin):
            .classwise(
                .multiSimilarity(MultiSimilarityLoss(alpha: alpha, beta: beta, base: base, miningMargin: miningMargin)))
        }
    }

    /// The mean loss of a batch of pairs, and its gradient with respect to every embedding.
    ///
    /// Losses that compare classes take every pair's images for classes of their own.
    /// - Parameters:
    ///   - embeddings: `[2N, F]`: rows `0 ..< N` are the left images, rows `N ..< 2N` the right ones.
    ///   - same: whether pair `i` (rows `i` and `N + i`) is genuine; `N` of them.
    ///   - gradient: `[2N, F]`, overwritten.
    public func evaluate(_ embeddings: Matrix, same: [Bool], gradient: inout Matrix) -> PairLoss {
        // A call from another room reaches this one, where the compiler knows that all is `Float`.
        run(embeddings, same: same, gradient: &gradient)
    }

    /// The same in any precision.
    public func evaluate<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, same: [Bool], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        run(embeddings, same: same, gradient: &gradient)
    }

    private func run<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, same: [Bool], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        switch rule {
        case .pairwise(let loss): loss.evaluate(twins: embeddings, same: same, gradient: &gradient)
        case .classwise(let loss): loss.evaluate(twins: embeddings, same: same, gradient: &gradient)
        }
    }

    /// The loss of a batch of which every image's class is known, over all its pairs or triplets.
    ///
    /// - Parameters:
    ///   - embeddings: `[n, F]`.
    ///   - labels: the class of every image; `n` of them.
    ///   - gradient: `[n, F]`, overwritten.
    public func evaluate(_ embeddings: Matrix, labels: [Int], gradient: inout Matrix) -> PairLoss {
        // A call from another room reaches this one, where the compiler knows that all is `Float`.
        run(embeddings, labels: labels, gradient: &gradient)
    }

    /// The same in any precision.
    public func evaluate<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, labels: [Int], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        run(embeddings, labels: labels, gradient: &gradient)
    }

    private func run<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, labels: [Int], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        switch rule {
        case .pairwise(let loss): loss.evaluate(embeddings, labels: labels, gradient: &gradient)
        case .classwise(let loss): loss.evaluate(embeddings, labels: labels, gradient: &gradient)
        }
    }

    /// The mean loss of pairs of which only the distances are known, measured with the loss's own `distance`.
    ///
    /// Losses that compare classes set every genuine distance against all impostors'.
    public func value(distances: [Float], same: [Bool]) -> Float {
        switch rule {
        case .pairwise(let loss): loss.value(distances: distances, same: same)
        case .classwise(let loss): loss.value(distances: distances, same: same)
        }
    }
}

/// A batch's loss, as training sees it.
public typealias PairLoss = BatchLoss<Float>

/// A batch's loss, with what tells a person whether it still learns.
public struct BatchLoss<Scalar: MetricScalar>: Hashable, Sendable {
    /// Mean over all pairs.
    public var value: Scalar
    /// Mean distances of the two kinds of pairs; zero where there are none.
    public var genuineDistance: Scalar
    public var impostorDistance: Scalar
    /// Share of pairs (or triplets, or anchors) whose own loss is not zero: when it nears zero, the mean shrinks though nothing is
    /// learned.
    public var activeFraction: Float

    public init(value: Scalar, genuineDistance: Scalar, impostorDistance: Scalar, activeFraction: Float) {
        self.value = value
        self.genuineDistance = genuineDistance
        self.impostorDistance = impostorDistance
        self.activeFraction = activeFraction
    }
}
