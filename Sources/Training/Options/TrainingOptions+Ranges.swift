import Foundation
import MetricLearning
import Networks

/// Numbers that a configuration may hold, but that mean nothing.
extension TrainingOptions {
    /// - Throws: `TrainingError` for the first of them.
    func checkRanges() throws {
        try loss.checkRanges()
        try optimizer.checkRanges()
        try schedule.checkRanges()
        try split.checkRanges()
        try requireRange("gradientClip", gradientClip ?? 1, above: 0)
        try requireRange("the decay of averaged weights (averageDecay)", averageDecay ?? 0, 0, below: 1)
        try requireRange("evaluationInterval", Float(evaluationInterval ?? 1), 1)
        try requireRange("earlyStopping", Float(earlyStopping ?? 1), 1)
        try requireRange("checkpointSeconds", Float(checkpointSeconds), 0)
        try requireRange("cacheBytes", Float(cacheBytes), 0)
        try requireRange("threads", Float(threads), 1, below: 1025)
        var last = 0
        for change in threadChanges {
            try requireRange("threadChanges: threads", Float(change.threads), 1, below: 1025)
            try requireRange("threadChanges: step", Float(change.step), 1, below: 0x1p40)
            guard change.step > last else {
                throw TrainingError("threadChanges names step \(change.step) after step \(last); put them in ascending order")
            }
            last = change.step
        }
        guard classAugmentation.noise == 0 else {
            throw TrainingError(
                "classAugmentation.noise is \(classAugmentation.noise), but noise differs from image to image and makes no class; set augmentation.noise"
            )
        }
        for (layer, factor) in learningRateFactors.sorted(by: { $0.key < $1.key }) {
            try requireRange("learningRateFactors.\(layer)", factor, 0)
        }
        try duration.checkRanges()
        switch sampling {
        case .pairs(let count), .triplets(let count):
            try requireRange("sampling.\(sampling.isOfPairs ? "pairs" : "triplets").count", Float(count), 1, below: 65_537)
        case .classes(let count, let images, _):
            try requireRange("sampling.classes.count", Float(count), 1, below: 65_537)
            try requireRange("sampling.classes.images", Float(images), 1, below: 65_537)
            try requireRange("sampling.classes: count x images", Float(count * images), 1, below: 65_537)
        }
    }
}

extension TrainingOptions {
    /// Numbers that a run of before may have been started with, but that fail at its first step or bring it to nothing: what can be steered
    /// must begin within what it can be steered to.
    ///
    /// - Throws: `TrainingError` for the first of them.
    func checkStart() throws {
        func require(_ name: String, _ value: Float?, _ range: ClosedRange<Double>) throws {
            guard let value, !range.contains(value.plain) else { return }
            throw TrainingError(
                "\(name) is \(value), but must be from \(range.lowerBound.formatted()) to \(range.upperBound.formatted())")
        }
        func upTo(_ setting: Setting) -> ClosedRange<Double> { -setting.range.upperBound...setting.range.upperBound }
        try require("learningRate", learningRate, upTo(.learningRate))
        try require("the margin of the \(loss.name) loss", loss.margin, upTo(.margin))
        try require("the temperature of the \(loss.name) loss", loss.temperature, Setting.temperature.range)
        try require("optimizer.\(optimizer.name).weightDecay", optimizer.weightDecay, Setting.weightDecay.range)
        if case .multiSimilarity(let alpha, let beta, let base, _) = loss {
            try require("loss.multiSimilarity.alpha", alpha, 1e-3...1e4)
            try require("loss.multiSimilarity.beta", beta, 1e-3...1e4)
            try require("loss.multiSimilarity.base", base, -1e3...1e3)
        }
        switch optimizer {
        case .sgd: break
        case .adam(_, _, let epsilon, _), .adamW(_, _, let epsilon, _), .rmsProp(_, let epsilon, _, _):
            // Zero divides by zero where a gradient is zero.
            try require("optimizer.\(optimizer.name).epsilon", epsilon, 1e-30...1e3)
        }
        switch schedule {
        case .constant, .oneCycle: break
        case .step(_, let factor), .exponential(let factor), .plateau(let factor, _):
            try require("schedule.\(schedule.name).factor", factor, 0...10)
        case .cosine(_, let end): try require("schedule.cosine.end", end, 0...10)
        }
        for (layer, factor) in learningRateFactors.sorted(by: { $0.key < $1.key }) {
            try require("learningRateFactors.\(layer)", factor, 0...1000)
        }
    }
}

extension TrainingOptions.Duration {
    func checkRanges() throws {
        switch self {
        // Far above any training, and low enough that no count of steps overflows.
        case .epochs(let epochs): try requireRange("duration.epochs", Float(epochs), 1, below: 2_000_000_000)
        case .steps(let steps): try requireRange("duration.steps", Float(steps), 1, below: 2_000_000_000)
        case .minutes(let minutes): try requireRange("duration.minutes", Float(minutes), above: 0)
        }
    }
}

extension LossSpec {
    fileprivate func checkRanges() throws {
        switch self {
        case .contrastive(let margin, let genuineMargin, _):
            try requireRange("loss.contrastive.margin", margin, above: 0)
            try requireRange("loss.contrastive.genuineMargin", genuineMargin, 0, below: margin)
        case .triplet(let margin, _, _, _): try requireRange("loss.triplet.margin", margin, 0)
        case .crossEntropy(let margin, _): try requireRange("loss.crossEntropy.margin", margin, above: 0)
        case .supervisedContrastive(let temperature):
            try requireRange("loss.supervisedContrastive.temperature", temperature, above: 0)
        case .multiSimilarity(let alpha, let beta, _, let miningMargin):
            try requireRange("loss.multiSimilarity.alpha", alpha, above: 0)
            try requireRange("loss.multiSimilarity.beta", beta, above: 0)
            try requireRange("loss.multiSimilarity.miningMargin", miningMargin ?? 0, 0)
        case .cosineEmbedding(let margin): try requireRange("loss.cosineEmbedding.margin", margin, -1, below: 1)
        }
    }
}

extension OptimizerSpec {
    fileprivate func checkRanges() throws {
        func require(_ field: String, _ value: Float, _ least: Float = 0, below limit: Float = .infinity) throws {
            try requireRange("optimizer.\(name).\(field)", value, least, below: limit)
        }
        try require("weightDecay", weightDecay)
        try require("momentum", momentum ?? 0, below: 1)
        switch self {
        case .sgd: break
        case .adam(let beta1, let beta2, let epsilon, _), .adamW(let beta1, let beta2, let epsilon, _):
            try require("beta1", beta1, below: 1)
            try require("beta2", beta2, below: 1)
            try require("epsilon", epsilon)
        case .rmsProp(let alpha, let epsilon, _, _):
            try require("alpha", alpha, below: 1)
            try require("epsilon", epsilon)
        }
    }
}

extension Schedule {
    func checkRanges() throws {
        switch self {
        case .constant: break
        case .step(let epochs, let factor):
            try requireRange("schedule.step.epochs", Float(epochs), 1)
            try requireRange("schedule.step.factor", factor, above: 0)
        case .exponential(let factor): try requireRange("schedule.exponential.factor", factor, above: 0)
        case .cosine(let warmup, let end):
            try requireRange("schedule.cosine.warmup", Float(warmup), 0, below: 1)
            try requireRange("schedule.cosine.end", end, 0)
        case .plateau(let factor, let patience):
            try requireRange("schedule.plateau.factor", factor, above: 0)
            try requireRange("schedule.plateau.patience", Float(patience), 0)
        case .oneCycle(let rise): try requireRange("schedule.oneCycle.rise", Float(rise), 0, below: 1)
        }
    }
}

extension SplitOptions {
    fileprivate func checkRanges() throws {
        try requireRange("split.validation", Float(validation), 0, below: 1)
        try requireRange("split.test", Float(test), 0, below: 1)
    }
}

/// - Parameters:
///   - least: the smallest that is meant, if it is.
///   - bound: what it must exceed, where that itself is not meant.
private func requireRange(
    _ name: String, _ value: Float, _ least: Float = -.infinity, above bound: Float = -.infinity, below limit: Float = .infinity
) throws {
    guard !(value >= least && value > bound && value < limit) else { return }
    let lower = bound > -.infinity ? "above \(Double(bound).formatted())" : "at least \(Double(least).formatted())"
    let upper = limit < .infinity ? " and below \(Double(limit).formatted())" : ""
    throw TrainingError("\(name) is \(value), but must be \(lower)\(upper)")
}
