import MetricLearning
import Networks

/// What a person can change while training, as it is now.
struct TrainingSettings: Sendable, Equatable {
    private(set) var loss: LossSpec
    private(set) var augmentationStrength: Double
    /// The learning rate before what a plateau makes of it.
    var course: RateCourse
    /// All but the learning rate, which follows from its course.
    private var numbers: [Setting: Double]

    init(_ description: RunDescription) {
        loss = description.options.loss
        course = RateCourse(description.options)
        numbers = description.settings
        numbers[.learningRate] = nil
        augmentationStrength = 1
    }

    /// `nil` where the running network, loss or optimizer has no such setting, and for the learning rate.
    subscript(setting: Setting) -> Double? { numbers[setting] }

    /// - Returns: why a value cannot be given to a setting, as a sentence; `nil` where it can.
    func refusal(of value: Double, for setting: Setting) -> String? {
        guard setting == .learningRate || self[setting] != nil else { return setting.absence(loss) }
        guard setting.range.contains(value) else {
            return
                "\(setting.title) must be between \(setting.text(setting.range.lowerBound)) and \(setting.text(setting.range.upperBound))"
        }
        return nil
    }

    /// Gives a setting that there is a value, but for the learning rate.
    mutating func change(_ setting: Setting, to value: Double) {
        guard numbers[setting] != nil else { return }
        numbers[setting] = value
        switch setting {
        case .margin: loss.margin = Float(value)
        case .temperature: loss.temperature = Float(value)
        case .augmentation: augmentationStrength = value
        case .learningRate, .weightDecay, .dropout: break
        }
    }

    /// - Returns: whether the loss mines triplets at all.
    mutating func change(_ mining: TripletMining) -> Bool {
        guard loss.mining != nil else { return false }
        loss.mining = mining
        return true
    }
}

/// Checkpoints of the first versions have a learning rate and a schedule in the place of a course.
extension TrainingSettings: Codable {
    private enum CodingKeys: String, CodingKey {
        case loss, augmentationStrength, numbers, course, learningRate, schedule
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        loss = try values.decode(LossSpec.self, forKey: .loss)
        augmentationStrength = try values.decode(Double.self, forKey: .augmentationStrength)
        numbers = try values.decode([Setting: Double].self, forKey: .numbers)
        numbers[.learningRate] = nil
        course =
            try values.decodeIfPresent(RateCourse.self, forKey: .course)
            ?? RateCourse(
                values.decode(Schedule.self, forKey: .schedule), rate: values.decode(Float.self, forKey: .learningRate))
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(loss, forKey: .loss)
        try values.encode(augmentationStrength, forKey: .augmentationStrength)
        try values.encode(numbers, forKey: .numbers)
        try values.encode(course, forKey: .course)
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
    /// What can be changed while this run trains, with the values it begins with; the learning rate is that of the first step.
    public var settings: [Setting: Double] {
        let rate = options.learningRate * RateCourse(options).factor(at: .start, of: RunLength(self))
        var settings: [Setting: Double] = [.learningRate: rate.plain, .weightDecay: options.optimizer.weightDecay.plain]
        settings[.margin] = options.loss.margin?.plain
        settings[.temperature] = options.loss.temperature?.plain
        if options.augmentation != .none || options.classAugmentation != .none { settings[.augmentation] = 1 }
        if (try? PairGraph(network))?.hasDropout == true { settings[.dropout] = 1 }
        return settings
    }
}

extension Float {
    /// The decimal number that a person would type for it: 0.001, not 0.0010000000474974513.
    public var plain: Double { Double("\(self)") ?? Double(self) }
}

extension PairGraph {
    fileprivate var hasDropout: Bool {
        [left, right, head].compactMap { $0 }.flatMap(\.nodes).contains { node in
            if case .dropout = node.operation { true } else { false }
        }
    }
}
