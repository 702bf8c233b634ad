import MetricLearning
import Networks

/// What a person can change while training, as it is now.
struct TrainingSettings: Codable, Sendable, Equatable {
    private(set) var loss: LossSpec
    /// What the schedule starts from.
    private(set) var learningRate: Float
    private(set) var augmentationStrength: Double
    var schedule: Schedule
    private var numbers: [Setting: Double]

    init(_ description: RunDescription) {
        loss = description.options.loss
        learningRate = description.options.learningRate
        schedule = description.options.schedule
        numbers = description.settings
        augmentationStrength = 1
    }

    /// `nil` where the running network, loss or optimizer has no such setting.
    subscript(setting: Setting) -> Double? { numbers[setting] }

    /// - Returns: why not, as a sentence; `nil` when changed.
    mutating func change(_ setting: Setting, to value: Double) -> String? {
        guard self[setting] != nil else { return setting.absence(loss) }
        guard setting.range.contains(value) else {
            return "\(setting.title) must be between \(setting.range.lowerBound) and \(setting.range.upperBound)"
        }
        numbers[setting] = value
        switch setting {
        case .margin: loss.margin = Float(value)
        case .temperature: loss.temperature = Float(value)
        case .learningRate: learningRate = Float(value)
        case .augmentation: augmentationStrength = value
        case .weightDecay, .dropout: break
        }
        return nil
    }

    /// - Returns: whether the loss mines triplets at all.
    mutating func change(_ mining: TripletMining) -> Bool {
        guard loss.mining != nil else { return false }
        loss.mining = mining
        return true
    }
}

extension Setting {
    fileprivate func absence(_ loss: LossSpec) -> String {
        switch self {
        case .margin, .temperature, .learningRate: "\(loss.name) loss has no \(title)"
        case .weightDecay: "the optimizer has no weight decay"
        case .dropout: "the network has no dropout"
        case .augmentation: "the run has no augmentation; start it with one, for example --rotation 15"
        }
    }
}

extension RunDescription {
    /// What can be changed while this run trains, with the values it begins with.
    public var settings: [Setting: Double] {
        var settings: [Setting: Double] = [
            .learningRate: options.learningRate.plain, .weightDecay: options.optimizer.weightDecay.plain,
        ]
        settings[.margin] = options.loss.margin?.plain
        settings[.temperature] = options.loss.temperature?.plain
        if options.augmentation != .none || options.classAugmentation != .none { settings[.augmentation] = 1 }
        if (try? PairGraph(network))?.hasDropout == true { settings[.dropout] = 1 }
        return settings
    }
}

extension Float {
    /// The decimal number that a person typed for it: 0.001, not 0.0010000000474974513.
    fileprivate var plain: Double { Double("\(self)") ?? Double(self) }
}

extension PairGraph {
    fileprivate var hasDropout: Bool {
        [left, right, head].compactMap { $0 }.flatMap(\.nodes).contains { node in
            if case .dropout = node.operation { true } else { false }
        }
    }
}
