/// What the numbers of a training can be. A file may hold any others, and nobody who counts with what was read back should have to
/// fear that a sum overflows.
extension Event {
    /// Whether every count and every time can be those of a training. Losses, distances and norms may be any number: a training that
    /// goes wrong has all of them.
    public var isPlausible: Bool {
        switch self {
        case .started(let description): description.isPlausible
        case .step(let step):
            Count.canBe(step.step) && Count.canBe(step.count) && Count.canBe(step.epoch) && Seconds.canBe(step.elapsed)
                && step.pairsPerSecond.isFinite
        case .evaluation(let evaluation):
            Count.canBe(evaluation.step) && Count.canBe(evaluation.epoch) && Seconds.canBe(evaluation.elapsed)
                && Seconds.canBe(evaluation.duration) && Count.canBe(evaluation.oneShotWay ?? 0)
        case .embeddings(let snapshot): Count.canBe(snapshot.step) && Seconds.canBe(snapshot.elapsed)
        case .layers(let statistics):
            Count.canBe(statistics.step) && Seconds.canBe(statistics.elapsed)
                && statistics.layers.allSatisfy { $0.weights.isPlausible && $0.gradients.isPlausible }
        case .edit(let edit): edit.isPlausible
        case .threads(let change):
            Count.canBe(change.step) && Seconds.canBe(change.elapsed) && ThreadPlan.canBe(change.old)
                && ThreadPlan.canBe(change.new)
        case .layerCosts(let costs):
            Count.canBe(costs.step) && Seconds.canBe(costs.elapsed)
                && costs.layers.allSatisfy { Seconds.canBe($0.seconds) && Count.canBe($0.activationBytes) }
        case .state(let change):
            Count.canBe(change.step) && Seconds.canBe(change.elapsed) && Count.canBe(change.unattendedProcess ?? 0)
        case .checkpoint(let record): Count.canBe(record.step) && Seconds.canBe(record.elapsed)
        case .acknowledged(let answer): Count.canBe(answer.step)
        case .notice(let notice): Count.canBe(notice.step) && Seconds.canBe(notice.elapsed)
        case .verdict(let verdict):
            Count.canBe(verdict.step) && Seconds.canBe(verdict.elapsed) && Count.canBe(verdict.since ?? 0)
        case .finished(let outcome): Count.canBe(outcome.step) && Seconds.canBe(outcome.elapsed)
        }
    }
}

extension RunDescription {
    /// Whether a training can have been described so: its options in the ranges that a configuration must keep, and counts that can be
    /// counted with.
    public var isPlausible: Bool {
        let counts = [
            stepsPerEpoch, totalSteps ?? 0, dataset.images, dataset.classes, dataset.trainingClasses, dataset.validationClasses,
            dataset.testClasses, dataset.brokenFiles,
        ]
        return counts.allSatisfy(Count.canBe) && Seconds.canBe(totalSeconds ?? 0) && (try? options.checkRanges()) != nil
    }
}

extension ValueHistogram {
    fileprivate var isPlausible: Bool {
        counts.count == Self.binCount && counts.allSatisfy(Count.canBe) && minimum.isFinite && maximum.isFinite
    }
}

private enum Count {
    /// More than any machine counts to in its life, and a million of them still add up.
    static func canBe(_ count: Int) -> Bool { (0...1 << 43).contains(count) }
}

private enum Seconds {
    /// Up to three hundred years.
    static func canBe(_ seconds: Double) -> Bool { (0...1e10).contains(seconds) }
}
