import Datasets
import MetricLearning

@testable import Training

/// What a training tells, by hand: steps with figures between evaluations, and the verdicts on them.
struct CourseOfRun {
    var diagnosis: Diagnosis
    private(set) var verdicts: [RunVerdict] = []
    private(set) var step = 0
    var learningRate: Float = 1e-3
    var margin: Float?

    init(
        _ loss: LossSpec = .contrastive(margin: 1), images: Int = 50, genuinePairs: Int = 500, impostorPairs: Int = 500,
        rate: Float = 1e-3
    ) {
        var options = TrainingOptions(loss: loss, learningRate: rate, threads: 1)
        options.optimizer = .adamDefault
        learningRate = rate
        margin = loss.margin
        diagnosis = Diagnosis(
            options, learnsSimilarity: false,
            inputs: InputsDiagnostic(InputVariety(images: 100, deviation: 40, contrast: 60), shape: "1x16x16", dataset: "images"),
            validation: ValidationSize(images: images, genuinePairs: genuinePairs, impostorPairs: impostorPairs),
            dataset: "images")
    }

    mutating func see(_ observation: Observation) {
        if let verdict = diagnosis.examine(observation) { verdicts.append(verdict) }
    }

    mutating func train(steps: Int, loss: Float, distance: Float = 0.6, active: Float = 0.8) {
        for _ in 0..<steps {
            step += 1
            see(
                .step(
                    StepMetrics(
                        step: step, epoch: 1, elapsed: Double(step), loss: loss, learningRate: learningRate, margin: margin,
                        gradientNorm: 1, genuineDistance: distance * 0.7, impostorDistance: distance, activeFraction: active,
                        pairsPerSecond: 100, dataWait: 0, genuineFraction: 0.5)))
        }
    }

    mutating func evaluate(loss: Float, area: Float) {
        see(
            .evaluation(
                EvaluationMetrics(
                    step: step, epoch: 1, elapsed: Double(step), loss: loss, accuracy: 0.8, threshold: 0.5, equalErrorRate: 0.2,
                    areaUnderROC: area, genuineDistance: 0.3, impostorDistance: 0.9, testDistances: [], testAccuracy: nil,
                    duration: 0)))
    }

    /// - Parameter update: the share of its weights by which the last step has changed the layer.
    mutating func tellOfLayers(norm: Float = 1, update: Float = 1e-3) {
        let layer = LayerFigures(
            name: "fc", weightNorm: norm, gradientNorm: 1, updateRatio: step > 0 ? update : nil, deadFraction: nil,
            weights: ValueHistogram([1, 2]), gradients: ValueHistogram([1, 2]))
        see(.layers(LayerStatistics(step: step, elapsed: Double(step), layers: [layer]), nil))
    }

    mutating func set(_ setting: Setting, _ value: Float, from old: Float) {
        diagnosis.note(Edit(step: step, elapsed: Double(step), setting: setting, old: Double(old), new: Double(value)))
        if setting == .learningRate { learningRate = value }
        if setting == .margin { margin = value }
    }

    /// What was told but for what says nothing yet, with its step.
    var told: [String] { verdicts.filter { $0.kind != .early }.map { "\($0.step) \($0.kind)" } }
}
