import ArgumentParser
import Datasets
import MetricLearning
import Networks
import Training

/// What the network is asked to learn, and how. What is not given keeps what a configuration or the defaults say.
struct RecipeOptions: ParsableArguments {
    enum Loss: String, ExpressibleByArgument, CaseIterable {
        case contrastive
        case triplet
        case crossEntropy = "cross-entropy"
        case supervisedContrastive = "supervised-contrastive"
        case ntXent = "nt-xent"
        case multiSimilarity = "multi-similarity"
        case cosineEmbedding = "cosine-embedding"
    }

    enum Optimizer: String, ExpressibleByArgument, CaseIterable {
        case adam
        case adamw
        case sgd
        case rmsprop
    }

    @Option(help: "The loss (default: contrastive; cross-entropy for a network with a learned similarity).") var loss: Loss?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How far impostors are pushed apart, where the loss has a margin.", valueName: "M"),
        transform: positiveNumber("--margin", upTo: Setting.margin.range.upperBound))
    var margin: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What similarities are divided by, in supervised-contrastive.", valueName: "T"),
        transform: number("--temperature", Setting.temperature.range))
    var temperature: Double?
    @Option(help: "Which triplets count.") var mining: TripletMining?
    @Flag(help: "A softplus instead of the triplet loss's margin.") var softMargin = false
    @Option(help: "How embeddings are compared, where the loss leaves it open.") var distance: Distance?

    @Option(help: "The optimizer (default: adam).") var optimizer: Optimizer?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("The learning rate (default: 0.001).", valueName: "R"),
        transform: positiveNumber("--learning-rate", upTo: Setting.learningRate.range.upperBound))
    var learningRate: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Momentum of sgd and rmsprop.", valueName: "M"),
        transform: number("--momentum", 0...0.9999))
    var momentum: Double?
    @Flag(help: "Nesterov's momentum in sgd.") var nesterov = false
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Weight decay.", valueName: "W"),
        transform: number("--weight-decay", Setting.weightDecay.range))
    var weightDecay: Double?
    @Option(
        help: ArgumentHelp(
            "Learning-rate schedule: \(Schedule.usual.map(\.name).joined(separator: ", ")); numbers in a configuration.",
            valueName: "NAME"), transform: schedule)
    var schedule: Schedule?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Scale gradients down to this norm.", valueName: "N"),
        transform: positiveNumber("--clip"))
    var clip: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Average the weights over the steps with this decay, as in 0.998.", valueName: "D"),
        transform: number("--average", 0...0.999999))
    var average: Double?
    @Option(help: "Compute precision of convolutions and linear layers (default: auto).") var precision: Precision?
    @Option(help: "What batch normalisation averages over (default: joint).") var batchStatistics: BatchStatistics?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Pairs in a batch (default: 32).", valueName: "N"),
        transform: positive("--batch", upTo: 65_536))
    var batch: Int?

    func validate() throws {
        if batch == 1 {
            throw ValidationError("--batch 1 holds no genuine and impostor pair together; give at least `--batch 2`.")
        }
    }

    /// - Parameter network: whose head decides what is compared, where nothing else does.
    func apply(to options: inout TrainingOptions, isLossChosen: Bool, network: NetworkSpec) throws {
        try applyLoss(to: &options, isLossChosen: isLossChosen, network: network)
        applyOptimizer(to: &options)
        if let learningRate { options.learningRate = Float(learningRate) }
        if let schedule { options.schedule = schedule }
        if let clip { options.gradientClip = Float(clip) }
        if let average { options.averageDecay = average == 0 ? nil : Float(average) }
        if let precision { options.precision = precision }
        if let batchStatistics { options.batchStatistics = batchStatistics }
    }

    private func applyLoss(to options: inout TrainingOptions, isLossChosen: Bool, network: NetworkSpec) throws {
        if let loss {
            options.loss = loss.spec
        } else if !isLossChosen, case .similarity = network.head {
            options.loss = .crossEntropy()
        }
        let isChosen = loss != nil || isLossChosen
        if let distance {
            try options.loss.compare(by: distance)
        } else if !isChosen, case .distance(let kind) = network.head, let distance = Distance(rawValue: kind.rawValue) {
            try options.loss.compare(by: distance)
        }
        if softMargin {
            guard case .triplet(let margin, let mining, _, let distance) = options.loss else {
                throw ValidationError(
                    "--soft-margin is for another loss than \(options.loss.name); give `--loss triplet`, or leave `--soft-margin` out."
                )
            }
            options.loss = .triplet(margin: margin, mining: mining, isSoft: true, distance: distance)
        }
        if let margin {
            guard options.loss.margin != nil else {
                throw ValidationError("\(options.loss.name) loss has no margin; leave `--margin` out.")
            }
            options.loss.margin = Float(margin)
        }
        if let temperature {
            guard options.loss.temperature != nil else {
                throw ValidationError("\(options.loss.name) loss has no temperature; leave `--temperature` out.")
            }
            options.loss.temperature = Float(temperature)
        }
        if let mining {
            guard options.loss.mining != nil else {
                throw ValidationError("\(options.loss.name) loss mines no triplets; leave `--mining` out.")
            }
            options.loss.mining = mining
        }
    }

    private func applyOptimizer(to options: inout TrainingOptions) {
        if let optimizer { options.optimizer = optimizer.spec }
        if let momentum { options.optimizer.momentum = Float(momentum) }
        if nesterov, case .sgd(let momentum, _, let decay) = options.optimizer {
            options.optimizer = .sgd(momentum: momentum, nesterov: true, weightDecay: decay)
        }
        if let weightDecay { options.optimizer.weightDecay = Float(weightDecay) }
    }

    @Sendable
    static func schedule(_ name: String) throws -> Schedule {
        guard let schedule = Schedule.named(name) else {
            throw ValidationError(
                "--schedule \(name) is not known; give one of \(Schedule.usual.map { "`--schedule \($0.name)`" }.joined(separator: ", "))."
            )
        }
        return schedule
    }
}

extension RecipeOptions.Loss {
    var spec: LossSpec {
        switch self {
        case .contrastive: .contrastive(margin: 1)
        case .triplet: .triplet(margin: 0.2)
        case .crossEntropy: .crossEntropy()
        case .supervisedContrastive, .ntXent: .supervisedContrastive()
        case .multiSimilarity: .multiSimilarity()
        case .cosineEmbedding: .cosineEmbedding()
        }
    }
}

extension RecipeOptions.Optimizer {
    var spec: OptimizerSpec {
        switch self {
        case .adam: .adamDefault
        case .adamw: .adamWDefault
        case .sgd: .sgdDefault
        case .rmsprop: .rmsPropDefault
        }
    }
}

extension LossSpec {
    /// - Throws: `ValidationError` where the loss is about one distance only.
    fileprivate mutating func compare(by distance: Distance) throws {
        switch self {
        case .contrastive(let margin, let genuineMargin, _):
            self = .contrastive(margin: margin, genuineMargin: genuineMargin, distance: distance)
        case .triplet(let margin, let mining, let isSoft, _):
            self = .triplet(margin: margin, mining: mining, isSoft: isSoft, distance: distance)
        case .crossEntropy(let margin, _): self = .crossEntropy(margin: margin, distance: distance)
        case .supervisedContrastive, .multiSimilarity, .cosineEmbedding:
            guard distance == self.distance else {
                throw ValidationError("\(name) loss compares by \(self.distance.rawValue); leave `--distance` out.")
            }
        }
    }
}

extension TripletMining: ExpressibleByArgument {}
extension Distance: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension BatchStatistics: ExpressibleByArgument {}
extension Criterion: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}
extension ClassSplit.Unit: ExpressibleByArgument {}

/// Reads a number of a range for an option.
func number(_ option: String, _ range: ClosedRange<Double>) -> @Sendable (String) throws -> Double {
    { text in
        guard let number = Double(text), range.contains(number) else {
            throw ValidationError(
                "\(option) \(text) must be a number from \(range.lowerBound.formatted()) to \(range.upperBound.formatted()).")
        }
        return number
    }
}
