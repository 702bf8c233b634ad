import MetricLearning

/// Losses, distances or weights run away.
struct DivergenceDiagnostic: Diagnostic {
    private(set) var finding: Finding?
    private var nonFinite: (step: Int, layer: String?)?
    private var jump: Finding?
    private var explosion: (step: Int, loss: Float)?
    /// The weights that later ones are measured by, and the latest.
    private var base: LayerStatistics?
    private var latest: LayerStatistics?
    private var rateChanges = 0

    /// A step that is no finite number is remembered so long.
    private static let memory = 50
    /// The loss beside that of the first step, and beside that of guessing.
    private static let lossRise: Float = 4
    /// The same of a single step: no batch is so much harder than another.
    private static let explosionRise: Float = 100
    /// Distances beside the first ones, and beside the margin.
    private static let distanceRise: Float = 50
    /// The norm of a layer's weights beside the first one.
    private static let weightRise: Float = 12
    /// Of the first loss: a network whose loss is below has gained something.
    private static let lossKept: Float = 0.8
    /// Share of its weights by which a step may change a layer.
    private static let largestRatio: Float = 0.3

    mutating func examine(_ observation: Observation, _ course: Course) {
        if course.rateChanges.count != rateChanges {
            // What grew at a larger rate is as large as ever: it counts what grows from here on.
            (base, jump) = (course.rateChanges.isLower ? nil : latest, nil)
            rateChanges = course.rateChanges.count
        }
        switch observation {
        case .nonFinite(let step, let layer): nonFinite = (step, layer)
        case .layers(let statistics, _):
            if base == nil { base = statistics }
            latest = statistics
            jump = growth(statistics, course) ?? Self.jump(statistics, course)
        case .step(let metrics): note(metrics, course)
        case .evaluation, .spread: return
        }
        finding = notFinite(course) ?? exploded(course) ?? Self.runningAway(course) ?? jump
    }

    private func notFinite(_ course: Course) -> Finding? {
        guard let nonFinite, course.step - nonFinite.step < Self.memory else { return nil }
        let evidence =
            "the loss or its gradient is no finite number at step \(nonFinite.step)"
            + (nonFinite.layer.map { ", first at \($0)" } ?? "")
        // Not the steps are too large, but what they began with.
        guard course.start != nil || course.lossChanges > 0 else {
            return Finding(kind: .diverging, evidence: evidence, remedy: Self.remedyForWeights)
        }
        return Self.finding(evidence, [], course)
    }

    /// A network can be lost within two steps, and be quiet ever after: no later median shows it.
    private mutating func note(_ metrics: StepMetrics, _ course: Course) {
        guard let start = course.start, metrics.loss.isFinite,
            metrics.loss > Self.explosionRise * max(start.loss, course.guess?.value ?? 0, 1e-3)
        else { return }
        if course.step - (explosion?.step ?? -Self.memory) >= Self.memory || metrics.loss > explosion?.loss ?? 0 {
            explosion = (metrics.step, metrics.loss)
        }
    }

    private func exploded(_ course: Course) -> Finding? {
        guard let explosion, let start = course.start, course.step - explosion.step < Self.memory else { return nil }
        return Self.finding(
            "the loss rose from \(start.loss.short) to \(explosion.loss.short) at step \(explosion.step)",
            [RunVerdict.Figure("first loss", Double(start.loss)), RunVerdict.Figure("loss", Double(explosion.loss))], course)
    }

    private static let remedyForWeights = RunVerdict.Remedy(
        .chooseInitialization,
        "Start again with other weights: without --pretrained, or with --initialization glorot")

    private static func runningAway(_ course: Course) -> Finding? {
        guard let start = course.start, course.recent.isFull else { return nil }
        let loss = course.recent.median(\.loss)
        let guess = course.guess?.value ?? 0
        if loss > lossRise * max(start.loss, guess, 1e-3) {
            return finding(
                "the loss has risen from \(start.loss.short) to \(loss.short)",
                [RunVerdict.Figure("first loss", Double(start.loss)), RunVerdict.Figure("loss", Double(loss))], course)
        }
        let first = start.distance
        let distance = course.distance
        guard !course.learnsSimilarity, !course.loss.distance.isOfAngles,
            distance > distanceRise * max(first, course.margin ?? 0, 1e-3)
        else { return nil }
        return finding(
            "distances have grown from \(first.short) to \(distance.short)",
            [RunVerdict.Figure("first distance", Double(first)), RunVerdict.Figure("distance", Double(distance))], course)
    }

    /// Losses of angles are never large, and do not tell of weights that run away. Those of a network that learns may grow: small
    /// first ones have to.
    private func growth(_ statistics: LayerStatistics, _ course: Course) -> Finding? {
        guard let first = base, first.step < statistics.step, let start = course.start, !course.hasLearned,
            course.recent.median(\.loss) > Self.lossKept * start.loss
        else { return nil }
        let growth = zip(first.layers, statistics.layers).filter { $0.name == $1.name && $0.weightNorm > 0 }
            .map { (name: $0.name, factor: $1.weightNorm / $0.weightNorm) }
        guard let most = growth.max(by: { $0.factor < $1.factor }), most.factor > Self.weightRise else { return nil }
        return Self.finding(
            "the weights of \(most.name) are \(most.factor.short) times as long as at step \(first.step)",
            [RunVerdict.Figure("growth of weights", Double(most.factor))], course)
    }

    /// Steps as large as the weights themselves, without the loss being better for it.
    private static func jump(_ statistics: LayerStatistics, _ course: Course) -> Finding? {
        guard let start = course.start, course.recent.median(\.loss) > lossKept * start.loss else { return nil }
        let ratios = statistics.layers.filter { $0.weightNorm > 0 }.compactMap { layer in
            layer.updateRatio.map { (name: layer.name, ratio: $0) }
        }
        guard let most = ratios.max(by: { $0.ratio < $1.ratio }), most.ratio > largestRatio else { return nil }
        return finding(
            "a step changes \(most.name) by \((most.ratio * 100).short) % of its weights, where about 0.1 % is usual",
            [RunVerdict.Figure("share of weights changed", Double(most.ratio))], course)
    }

    private static func finding(_ evidence: String, _ figures: [RunVerdict.Figure], _ course: Course) -> Finding {
        let rate = course.latest?.learningRate ?? course.baseRate
        return Finding(
            kind: .diverging, evidence: evidence + " at a learning rate of \(rate.short)",
            figures: figures + [RunVerdict.Figure("learning rate", Double(rate))], remedy: course.remedyForLargeSteps)
    }
}

extension Course {
    /// What the loss is while the network only guesses.
    var guess: (value: Float, meaning: String)? {
        loss.guess(
            margin: margin, genuine: genuineShare, images: options.sampling.images, learnsSimilarity: learnsSimilarity)
    }

    var genuineShare: Float { recent.mean { $0.genuineFraction ?? 0.5 } }

    /// A margin that is far out of reach drives weights apart as a large rate does.
    var remedyForLargeSteps: RunVerdict.Remedy {
        remedyForMargin
            ?? RunVerdict.Remedy(
                .lowerLearningRate,
                "Lower the learning rate (:lr \(((latest?.learningRate ?? baseRate) / 10).short)), and start again where the network is lost "
                    + "already")
    }

    /// `nil` where the margin is within reach.
    var remedyForMargin: RunVerdict.Remedy? {
        if let margin, let start, !learnsSimilarity, loss.judgesSinglePairs,
            margin > 100 * max(start.distance, 0.1)
        {
            return RunVerdict.Remedy(
                .lowerMargin,
                "Lower the margin (:margin 1): distances began at \(start.impostorDistance.short), so that \(margin.short) is out of reach"
            )
        }
        return nil
    }
}

extension Distance {
    /// Whether it is of directions alone: it cannot grow, however long embeddings become.
    fileprivate var isOfAngles: Bool {
        switch self {
        case .cosine, .correlation: true
        case .euclidean, .squaredEuclidean, .manhattan: false
        }
    }
}
