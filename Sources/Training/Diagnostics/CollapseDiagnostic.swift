import MetricLearning

/// Different images get the same embedding.
///
/// (Hadsell, Chopra, LeCun 2006, section 2, name this trivial solution; Hermans, Beyer, Leibe 2017, section 4, see it as a loss that
/// stays at the margin.)
struct CollapseDiagnostic: Diagnostic {
    private(set) var finding: Finding?
    private var flatInARow = 0
    private var weights: LayerWeights?
    /// The learning rate, before the schedule, with which embeddings came together: what a person sets afterwards did not do it.
    private var rate: Float?

    /// The spread of embeddings below which they are the same, and beside the largest one that there was.
    private static let leastSpread: Float = 1e-3
    private static let fall: Float = 0.05
    /// What rounding makes of equal embeddings.
    private static let none: Float = 1e-6
    /// Freshly drawn networks often begin with embeddings that hardly differ.
    private static let firstStep = 200
    /// Distances below this share of the margin are near zero.
    private static let nearZero: Float = 0.02
    /// Of the first distances.
    private static let kept: Float = 0.1
    private static let looksInARow = 3

    mutating func examine(_ observation: Observation, _ course: Course) {
        switch observation {
        case .spread(let spread):
            // That they have come together is seen at once; that nothing is between them, once the layers were looked at.
            let hasFallen =
                spread.relative < Self.fall * course.widestSpread || spread.relative < Self.none && course.largestUpdate != nil
                || course.step >= Self.firstStep
            flatInARow = spread.relative < Self.leastSpread && hasFallen ? flatInARow &+ 1 : 0
        case .step: break
        case .layers(let statistics, _): weights = LayerWeights(statistics)
        case .evaluation, .nonFinite: return
        }
        let evidence = flatEvidence(course) ?? distanceEvidence(course) ?? guessEvidence(course)
        if evidence == nil { rate = flatInARow > 0 ? rate ?? course.baseRate : nil } else { rate = rate ?? course.baseRate }
        finding = evidence.map { evidence in
            Finding(kind: .collapsed, evidence: evidence.0, figures: evidence.1, remedy: remedy(course))
        }
    }

    private func flatEvidence(_ course: Course) -> (String, [RunVerdict.Figure])? {
        guard flatInARow >= Self.looksInARow, let spread = course.spread?.relative else { return nil }
        let share = (spread * 100).short
        return (
            "embeddings of different images differ by \(share) % of their length" + stuckLoss(course),
            [
                RunVerdict.Figure("spread of embeddings", Double(spread)),
                RunVerdict.Figure("loss", Double(course.recent.median(\.loss))),
            ]
        )
    }

    private func stuckLoss(_ course: Course) -> String {
        let loss = course.recent.median(\.loss)
        guard let guess = course.guess, abs(loss - guess.value) < 0.02 * guess.value else { return "" }
        return "; the loss stays at \(loss.short), \(guess.meaning)"
    }

    private func distanceEvidence(_ course: Course) -> (String, [RunVerdict.Figure])? {
        guard course.many.isFull, course.step >= Self.firstStep, !course.learnsSimilarity, let margin = course.margin, margin > 0,
            course.loss.distance == .euclidean
        else { return nil }
        let distance = max(course.many.mean(\.genuineDistance), course.many.mean(\.impostorDistance))
        // Distances that are as large as ever are small beside a margin that is large.
        guard distance < Self.nearZero * margin, distance < Self.kept * (course.firstStart?.distance ?? 0),
            course.evaluation.map({ $0.areaUnderROC < 0.9 }) ?? true
        else { return nil }
        return (
            "all distances are near zero (\(distance.short), with a margin of \(margin.short))" + stuckLoss(course),
            [RunVerdict.Figure("distance", Double(distance)), RunVerdict.Figure("margin", Double(margin))]
        )
    }

    /// A learned similarity that says the same of all pairs.
    private func guessEvidence(_ course: Course) -> (String, [RunVerdict.Figure])? {
        guard course.many.isFull, course.step >= Self.firstStep, course.learnsSimilarity, let guess = course.guess else {
            return nil
        }
        let loss = course.many.mean(\.loss)
        let difference = abs(course.many.mean(\.impostorDistance) - course.many.mean(\.genuineDistance))
        guard abs(loss - guess.value) < 0.02 * guess.value, difference < 0.02 else { return nil }
        return (
            "the similarity is the same for all pairs; the loss stays at \(loss.short), \(guess.meaning)",
            [RunVerdict.Figure("loss", Double(loss)), RunVerdict.Figure("difference of similarities", Double(difference))]
        )
    }

    private func remedy(_ course: Course) -> RunVerdict.Remedy {
        if let first = course.firstLayers, first.layers.contains(where: { $0.norm == 0 }) {
            return RunVerdict.Remedy(
                .chooseInitialization, task: "Start again with weights that are not zero, without --pretrained",
                [.train(["--initialization", "glorot"])])
        }
        if let first = course.firstLayers, let weights, course.weightDecay > 0,
            zip(first.layers, weights.layers).contains(where: { $1.norm < 0.05 * $0.norm })
        {
            return RunVerdict.Remedy(
                .lowerWeightDecay, task: "Start again with a lower weight decay, which has drawn the weights to zero",
                [.train(["--weight-decay", "0"])])
        }
        if let remedy = course.remedyForMargin() { return remedy }
        let lower = Setting.learningRate.plainText(Double(rate ?? course.baseRate) / 10)
        return RunVerdict.Remedy(
            .lowerLearningRate, task: "Start again with a lower learning rate, or another seed",
            [.train(["--learning-rate", lower]), .train(["--seed", "\(course.options.seed &+ 1)"])])
    }
}
