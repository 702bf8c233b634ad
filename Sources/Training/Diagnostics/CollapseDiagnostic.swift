import MetricLearning

/// The network gives every image the same embedding: all distances are near zero, or the loss stays at what it is then.
///
/// (Hadsell, Chopra, LeCun 2006, section 2, name this trivial solution; Hermans, Beyer, Leibe 2017, section 4, see it as a loss that
/// stays at the margin.)
struct CollapseDiagnostic: Diagnostic {
    private let loss: LossSpec
    private var recent = RecentSteps(Self.window)
    private var step = 0
    private(set) var finding: Finding?

    private static let window = 100
    /// Freshly drawn networks often begin with small distances.
    private static let firstStep = 200
    /// Distances below this share of the margin are near zero.
    private static let nearZero: Float = 0.02
    private static let nearPlateau: Float = 0.02

    init(loss: LossSpec) {
        self.loss = loss
    }

    mutating func examine(_ metrics: StepMetrics) {
        step = metrics.step
        recent.append(metrics)
        finding = nil
        guard recent.isFull, step >= Self.firstStep else { return }
        let margin = metrics.margin ?? 1
        let genuine = recent.mean(\.genuineDistance)
        let impostor = recent.mean(\.impostorDistance)
        let loss = recent.mean(\.loss)
        if let plateau = self.loss.plateau(margin: margin), abs(loss - plateau.value) < Self.nearPlateau * plateau.value,
            impostor - genuine < Self.nearZero * max(margin, 1e-3)
        {
            finding = Self.finding("The loss stays at \(loss.short), which is \(plateau.meaning)")
            // A learned similarity counts as a distance below zero.
        } else if max(abs(genuine), abs(impostor)) < Self.nearZero * max(margin, 1e-3) {
            finding = Self.finding("All distances are near zero (\(impostor.short)): every image gets nearly the same embedding")
        }
    }

    private static func finding(_ message: String) -> Finding {
        Finding(
            topic: .collapse, message: message,
            advice: "Lower the learning rate or take another --seed; if it comes back, a smaller margin, batch normalisation or "
                + "easier pairs for the beginning help.")
    }
}

extension LossSpec {
    /// What the loss is while genuine and impostor pairs cannot be told apart; `nil` where that is no single number.
    fileprivate func plateau(margin: Float) -> (value: Float, meaning: String)? {
        switch self {
        case .contrastive: (margin * margin / 2, "half the squared margin: what it is when all distances are zero")
        case .triplet(_, _, false, _): (margin, "the margin: what it is when all distances are the same")
        case .triplet, .crossEntropy: (0.693_147, "the logarithm of 2: what it is when the network only guesses")
        case .supervisedContrastive, .multiSimilarity, .cosineEmbedding: nil
        }
    }
}
