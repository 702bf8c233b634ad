import MetricLearning

/// Losses, distances or weights run away.
struct DivergenceDiagnostic: Diagnostic {
    private(set) var finding: Finding?
    private var nonFinite: NonFinite?
    private var jump: Evidence?
    private var explosion: Explosion?
    /// The weights that later ones are measured by, and the latest.
    private var base: LayerWeights?
    private var latest: LayerWeights?
    private var rateChanges = 0
    private var fault: Fault?

    private struct NonFinite: Codable, Equatable {
        let step: Int
        let layer: String?
    }

    private struct Explosion: Codable, Equatable {
        let step: Int
        let loss: Float
    }

    private struct Evidence: Codable, Equatable {
        var sentence: String
        var figures: [RunVerdict.Figure] = []
        /// Whether not the steps are too large, but what they began with.
        var isOfWeights = false
    }

    /// At which rate it happened, and how far it went: a rate that a person sets afterwards is not to blame before it grows further.
    private struct Fault: Codable, Equatable {
        let rate: Float
        /// The same before the schedule.
        let baseRate: Float
        let rateChanges: Int
        var loss: Float
        var distance: Float
        /// Whether something was no finite number: it stays so, whatever the rate.
        var isNonFinite: Bool
        /// When it was last found.
        var step: Int

        init(_ course: Course, loss worst: Float?, isNonFinite: Bool) {
            (rate, baseRate) = (course.learningRate ?? course.baseRate, course.baseRate)
            rateChanges = course.rateChanges.count
            (loss, distance, step) = (max(course.recent.median(\.loss), worst ?? 0), course.distance, course.step)
            self.isNonFinite = isNonFinite
        }
    }

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
    /// Losses and distances beside those of the fault, where it goes on at another rate.
    private static let furtherRise: Float = 1.5
    /// The same of a single step.
    private static let furtherExplosion: Float = 10
    /// The validation loss beside that before the first step.
    private static let validationRise: Float = 1.2

    mutating func examine(_ observation: Observation, _ course: Course) {
        if course.rateChanges.count != rateChanges {
            // What grew at a larger rate is as large as ever: it counts what grows from here on.
            (base, jump) = (course.rateChanges.isLower ? nil : latest, nil)
            (nonFinite, explosion) = (nil, nil)
            rateChanges = course.rateChanges.count
        }
        switch observation {
        case .nonFinite(let step, let layer): nonFinite = NonFinite(step: step, layer: layer)
        case .layers(let statistics, _):
            let weights = LayerWeights(statistics)
            if base == nil { base = weights }
            latest = weights
            jump = growth(weights, course) ?? Self.jump(statistics, course)
        case .step(let metrics): note(metrics, course)
        case .evaluation, .spread: return
        }
        let acute = notFinite(course) ?? exploded(course)
        let evidence = acute ?? Self.runningAway(course) ?? jump
        let isNew = jump != nil || exploded(course) != nil || notFinite(course) != nil && fault?.isNonFinite != true
        blame(course, isFound: evidence != nil, isNew: isNew)
        finding = evidence.map { finding($0, course) }
    }

    /// - Parameter isNew: whether something was found that another learning rate has not left behind.
    private mutating func blame(_ course: Course, isFound: Bool, isNew: Bool) {
        guard isFound else {
            if let fault, course.step &- fault.step >= Self.memory { self.fault = nil }
            return
        }
        let (loss, distance) = (course.recent.median(\.loss), course.distance)
        let now = Fault(course, loss: explosion?.loss, isNonFinite: notFinite(course) != nil)
        guard var fault = self.fault else {
            self.fault = now
            return
        }
        let isAtOtherRate = fault.rateChanges != course.rateChanges.count
        if isAtOtherRate, isNew || loss > Self.furtherRise * fault.loss || distance > Self.furtherRise * fault.distance {
            fault = now
        } else if !isAtOtherRate {
            (fault.loss, fault.distance) = (max(fault.loss, loss), max(fault.distance, distance))
            fault.isNonFinite = fault.isNonFinite || now.isNonFinite
        }
        fault.step = course.step
        self.fault = fault
    }

    private func notFinite(_ course: Course) -> Evidence? {
        guard let nonFinite, course.step &- nonFinite.step < Self.memory else { return nil }
        return Evidence(
            sentence: "the loss or its gradient is no finite number at step \(nonFinite.step)"
                + (nonFinite.layer.map { ", first at \($0)" } ?? ""),
            isOfWeights: course.start == nil && course.lossChanges == 0)
    }

    /// A network can be lost within two steps, and be quiet ever after: no later median shows it.
    private mutating func note(_ metrics: StepMetrics, _ course: Course) {
        guard let start = course.start, metrics.loss.isFinite,
            metrics.loss > Self.explosionRise * max(start.loss, course.guess?.value ?? 0, 1e-3)
        else { return }
        // A network that is lost stays so: it is not the other rate that has done it.
        if let fault, fault.rateChanges != course.rateChanges.count, metrics.loss < Self.furtherExplosion * fault.loss { return }
        if course.step &- (explosion?.step ?? -Self.memory) >= Self.memory || metrics.loss > explosion?.loss ?? 0 {
            explosion = Explosion(step: metrics.step, loss: metrics.loss)
        }
    }

    private func exploded(_ course: Course) -> Evidence? {
        guard let explosion, let start = course.start, course.step &- explosion.step < Self.memory else { return nil }
        return Evidence(
            sentence: "the loss rose from \(start.loss.short) to \(explosion.loss.short) at step \(explosion.step)",
            figures: [
                RunVerdict.Figure("first loss", Double(start.loss)), RunVerdict.Figure("loss", Double(explosion.loss)),
            ])
    }

    private static func runningAway(_ course: Course) -> Evidence? {
        guard let start = course.start, course.recent.isFull else { return nil }
        let loss = course.recent.median(\.loss)
        let guess = course.guess?.value ?? 0
        if loss > lossRise * max(start.loss, guess, 1e-3) {
            return Evidence(
                sentence: "the loss has risen from \(start.loss.short) to \(loss.short)",
                figures: [RunVerdict.Figure("first loss", Double(start.loss)), RunVerdict.Figure("loss", Double(loss))])
        }
        let first = start.distance
        let distance = course.distance
        guard !course.learnsSimilarity, !course.loss.distance.isOfAngles,
            distance > distanceRise * max(first, course.margin ?? 0, 1e-3)
        else { return nil }
        return Evidence(
            sentence: "distances have grown from \(first.short) to \(distance.short)",
            figures: [
                RunVerdict.Figure("first distance", Double(first)), RunVerdict.Figure("distance", Double(distance)),
            ])
    }

    /// Losses of angles are never large, and a loss of comparisons is soon nothing while distances grow without bound: neither tells of
    /// weights that run away. Those of a network that learns may grow: small first ones have to.
    private func growth(_ weights: LayerWeights, _ course: Course) -> Evidence? {
        guard let first = base, first.step < weights.step, let start = course.start, !course.hasLearned,
            let most = weights.growth(since: first), most.factor > Self.weightRise
        else { return nil }
        var evidence = Evidence(
            sentence: "the weights of \(most.name) are \(most.factor.short) times as long as at step \(first.step)",
            figures: [RunVerdict.Figure("growth of weights", Double(most.factor))])
        if course.recent.median(\.loss) > Self.lossKept * start.loss { return evidence }
        guard let before = course.firstEvaluation, let now = course.evaluation, course.lossChanges == 0,
            now.loss > Self.validationRise * before.loss, now.areaUnderROC <= before.areaUnderROC
        else { return nil }
        evidence.sentence += ", and the validation loss has risen from \(before.loss.short) to \(now.loss.short)"
        evidence.figures.append(RunVerdict.Figure("validation loss", Double(now.loss)))
        return evidence
    }

    /// Steps as large as the weights themselves, without the loss being better for it.
    private static func jump(_ statistics: LayerStatistics, _ course: Course) -> Evidence? {
        guard let start = course.start, course.recent.median(\.loss) > lossKept * start.loss else { return nil }
        let ratios = statistics.layers.filter { $0.weightNorm > 0 }.compactMap { layer in
            layer.updateRatio.map { (name: layer.name, ratio: $0) }
        }
        guard let most = ratios.max(by: { $0.ratio < $1.ratio }), most.ratio > largestRatio else { return nil }
        return Evidence(
            sentence: "a step changes \(most.name) by \((most.ratio * 100).short) % of its weights, where about 0.1 % is usual",
            figures: [RunVerdict.Figure("share of weights changed", Double(most.ratio))])
    }

    private func finding(_ evidence: Evidence, _ course: Course) -> Finding {
        guard !evidence.isOfWeights else {
            return Finding(
                kind: .diverging, evidence: evidence.sentence,
                remedy: RunVerdict.Remedy(
                    .chooseInitialization, task: "Start again with other weights, without --pretrained",
                    [.train(["--initialization", "glorot"])]))
        }
        let rate = fault?.rate ?? course.learningRate ?? course.baseRate
        return Finding(
            kind: .diverging, evidence: evidence.sentence + " at a learning rate of \(rate.short)",
            figures: evidence.figures + [RunVerdict.Figure("learning rate", Double(rate))],
            remedy: course.remedyForMargin() ?? remedyForRate(course))
    }

    private func remedyForRate(_ course: Course) -> RunVerdict.Remedy {
        let rate = (fault?.rate ?? course.learningRate ?? course.baseRate) / 10
        let again = RunVerdict.Remedy.Means.train([
            "--learning-rate", Setting.learningRate.plainText(Double(fault?.baseRate ?? course.baseRate) / 10),
        ])
        // At another rate it has gone no further, but the network has not come back either.
        if let fault, fault.rateChanges != course.rateChanges.count {
            return RunVerdict.Remedy(.lowerLearningRate, task: "Start again with a lower learning rate", [again])
        }
        return RunVerdict.Remedy(.lowerLearningRate, task: "Lower the learning rate", [.set(.learningRate, rate.brief), again])
    }
}

extension Course {
    /// What the loss is while the network only guesses.
    var guess: (value: Float, meaning: String)? {
        loss.guess(
            margin: self.margin, genuine: genuineShare, images: options.sampling.images, learnsSimilarity: learnsSimilarity)
    }

    var genuineShare: Float { self.recent.mean { $0.genuineFraction ?? 0.5 } }

    /// A margin that is far out of reach drives weights apart as a large rate does.
    ///
    /// - Parameter reach: how many times the first distances it may be.
    /// - Returns: `nil` where the margin is within reach.
    func remedyForMargin(beyond reach: Float = 100) -> RunVerdict.Remedy? {
        guard let margin = self.margin, let start = self.firstStart, !learnsSimilarity, loss.judgesSinglePairs,
            margin > reach * max(start.distance, 0.1)
        else { return nil }
        return RunVerdict.Remedy(
            .lowerMargin,
            task:
                "Lower the margin of \(Setting.margin.plainText(Double(margin))), which distances that began at \(start.impostorDistance.short) cannot reach",
            [.set(.margin, 1)])
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
