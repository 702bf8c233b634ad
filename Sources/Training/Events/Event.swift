import MetricLearning
import Networks

/// Everything that happens in a run. What a screen shows comes from these, and these are what a run leaves on disk: so a live run,
/// a finished one and one of another machine open in the same screens.
public enum Event: Codable, Sendable, Equatable {
    /// First in every run.
    indirect case started(RunDescription)
    case step(StepMetrics)
    indirect case evaluation(EvaluationMetrics)
    /// Where the test images lie, with each evaluation.
    indirect case embeddings(EmbeddingSnapshot)
    /// How every layer stands, with each evaluation.
    indirect case layers(LayerStatistics)
    /// What was changed of a training, at a step; all of it together.
    indirect case edit(Edit)
    /// Another number of threads takes the steps from here on.
    case threads(ThreadChange)
    /// What every layer takes of a step, once, soon after the start.
    indirect case layerCosts(LayerCosts)
    case state(StateChange)
    case checkpoint(CheckpointRecord)
    /// A command was carried out or refused.
    indirect case acknowledged(Acknowledgement)
    /// Something a person should know, with what to do about it.
    indirect case notice(Notice)
    /// How the run stands from now on.
    indirect case verdict(RunVerdict)
    /// Last in every run that ended in order.
    case finished(RunOutcome)

    /// Lifecycle events are never lost on the way to a reader; steps may be merged.
    public var isStep: Bool {
        if case .step = self { true } else { false }
    }
}

/// One optimizer step, or several merged because the reader was slow: then sums and extremes are kept, so that no spike is lost.
public struct StepMetrics: Codable, Sendable, Equatable {
    /// The last step, counted from 1.
    public var step: Int
    /// How many steps this stands for; 1 unless merged.
    public var count: Int
    public var epoch: Int
    /// Seconds of training since the start of the run, pauses not counted.
    public var elapsed: Double
    /// Mean loss over `count` steps, with its extremes.
    public var loss: Float
    public var lossMinimum: Float
    public var lossMaximum: Float
    public var learningRate: Float
    public var margin: Float?
    /// Euclidean norm of the gradient of all parameters.
    public var gradientNorm: Float
    /// Mean distances in the batch.
    public var genuineDistance: Float
    public var impostorDistance: Float
    /// Share of pairs whose loss is not zero, 0 to 1.
    public var activeFraction: Float
    public var pairsPerSecond: Double
    /// Share of the step spent waiting for images, 0 to 1.
    public var dataWait: Double
    /// Share of the batch's pairs that are genuine, 0 to 1.
    public var genuineFraction: Float?

    public init(
        step: Int, count: Int = 1, epoch: Int, elapsed: Double, loss: Float, lossMinimum: Float? = nil, lossMaximum: Float? = nil,
        learningRate: Float, margin: Float?, gradientNorm: Float, genuineDistance: Float, impostorDistance: Float,
        activeFraction: Float, pairsPerSecond: Double, dataWait: Double, genuineFraction: Float? = nil
    ) {
        self.step = step
        self.count = count
        self.epoch = epoch
        self.elapsed = elapsed
        self.loss = loss
        self.lossMinimum = lossMinimum ?? loss
        self.lossMaximum = lossMaximum ?? loss
        self.learningRate = learningRate
        self.margin = margin
        self.gradientNorm = gradientNorm
        self.genuineDistance = genuineDistance
        self.impostorDistance = impostorDistance
        self.activeFraction = activeFraction
        self.pairsPerSecond = pairsPerSecond
        self.dataWait = dataWait
        self.genuineFraction = genuineFraction
    }
}

/// Figures over pairs of classes that were never trained on.
public struct EvaluationMetrics: Codable, Sendable, Equatable {
    /// The step after which it was taken.
    public var step: Int
    public var epoch: Int
    public var elapsed: Double
    /// Mean loss over the validation pairs.
    public var loss: Float
    /// Share of validation pairs judged rightly at `threshold`, the best one on these pairs.
    public var accuracy: Float
    public var threshold: Float
    public var equalErrorRate: Float
    public var areaUnderROC: Float
    public var genuineDistance: Float
    public var impostorDistance: Float
    /// Distances of `RunDescription.testPairs`, in that order.
    public var testDistances: [Float]
    /// Share of test pairs judged rightly at `threshold`, which was chosen on validation; `nil` where there are none.
    public var testAccuracy: Float?
    /// How likely a pair of a distance is genuine, fitted on the validation pairs; `nil` where their distances are not finite.
    public var confidence: LogisticConfidence?
    /// Share of one-shot episodes on validation classes that are right, within groups where there are some; `nil` where there are too
    /// few classes, or a learned similarity compares.
    public var oneShotAccuracy: Float?
    /// Classes in one of these episodes.
    public var oneShotWay: Int?
    /// Seconds the evaluation took.
    public var duration: Double

    public init(
        step: Int, epoch: Int, elapsed: Double, loss: Float, accuracy: Float, threshold: Float, equalErrorRate: Float,
        areaUnderROC: Float, genuineDistance: Float, impostorDistance: Float, testDistances: [Float], testAccuracy: Float?,
        confidence: LogisticConfidence? = nil, oneShotAccuracy: Float? = nil, oneShotWay: Int? = nil, duration: Double
    ) {
        self.step = step
        self.epoch = epoch
        self.elapsed = elapsed
        self.loss = loss
        self.accuracy = accuracy
        self.threshold = threshold
        self.equalErrorRate = equalErrorRate
        self.areaUnderROC = areaUnderROC
        self.genuineDistance = genuineDistance
        self.impostorDistance = impostorDistance
        self.testDistances = testDistances
        self.testAccuracy = testAccuracy
        self.confidence = confidence
        self.oneShotAccuracy = oneShotAccuracy
        self.oneShotWay = oneShotWay
        self.duration = duration
    }
}

/// Another number of threads from the step after `step` on. Sums are rounded in another order then: who wants to repeat the run to the
/// last bit repeats these changes too; see `ThreadPlan`.
public struct ThreadChange: Codable, Sendable, Equatable {
    public var step: Int
    public var elapsed: Double
    public var old: Int
    public var new: Int
    /// For a person.
    public var reason: String

    public init(step: Int, elapsed: Double, old: Int, new: Int, reason: String) {
        self.step = step
        self.elapsed = elapsed
        self.old = old
        self.new = new
        self.reason = reason
    }
}

public enum RunState: String, Codable, Sendable {
    case preparing
    case training
    case evaluating
    case paused
    /// Images cannot be read; training continues once they are back.
    case waiting
    case stopping
    case finished
    case failed
}

public struct StateChange: Codable, Sendable, Equatable {
    public var step: Int
    public var elapsed: Double
    public var state: RunState
    /// The process that trains on where its screen is gone; `nil` as long as somebody can look at it there.
    public var unattendedProcess: Int?

    public init(step: Int, elapsed: Double, state: RunState, unattendedProcess: Int? = nil) {
        self.step = step
        self.elapsed = elapsed
        self.state = state
        self.unattendedProcess = unattendedProcess
    }
}

public struct CheckpointRecord: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable {
        case best
        case last
    }

    public var step: Int
    public var elapsed: Double
    public var kind: Kind
    /// Relative to the run's folder.
    public var file: String

    public init(step: Int, elapsed: Double, kind: Kind, file: String) {
        self.step = step
        self.elapsed = elapsed
        self.kind = kind
        self.file = file
    }
}

/// The answer to a command, with the step at which it took effect.
public struct Acknowledgement: Codable, Sendable, Equatable {
    public var id: Int
    public var step: Int
    public var command: Command
    /// Why it was not carried out, as a sentence; `nil` when it was.
    public var refusal: String?

    public init(id: Int, step: Int, command: Command, refusal: String? = nil) {
        self.id = id
        self.step = step
        self.command = command
        self.refusal = refusal
    }
}

public struct Notice: Codable, Sendable, Equatable {
    public enum Severity: String, Codable, Sendable, Comparable {
        case information
        case warning
        case error

        public static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }
        private var rank: Int { self == .information ? 0 : self == .warning ? 1 : 2 }
    }

    /// What a diagnostic found, in runs of versions that had no verdicts; `nonFinite` is still told.
    public enum Topic: String, Codable, Sendable, CaseIterable {
        case collapse
        case easyPairs
        case unbalancedPairs
        case overfitting
        case deadUnits
        case explodingGradient
        case vanishingGradient
        case updateRatio
        case nonFinite
    }

    public var step: Int
    public var elapsed: Double
    public var severity: Severity
    public var message: String
    public var advice: String?
    /// `nil` for what is no diagnosis.
    public var topic: Topic?

    public init(
        step: Int, elapsed: Double, severity: Severity, message: String, advice: String? = nil, topic: Topic? = nil
    ) {
        self.step = step
        self.elapsed = elapsed
        self.severity = severity
        self.message = message
        self.advice = advice
        self.topic = topic
    }
}

public struct RunOutcome: Codable, Sendable, Equatable {
    public enum Reason: String, Codable, Sendable {
        /// All epochs, steps or minutes that were asked for.
        case completed
        case stopped
        case failed
    }

    public var step: Int
    public var elapsed: Double
    public var reason: Reason
    /// One sentence, for a failure.
    public var message: String?

    public init(step: Int, elapsed: Double, reason: Reason, message: String? = nil) {
        self.step = step
        self.elapsed = elapsed
        self.reason = reason
        self.message = message
    }
}
