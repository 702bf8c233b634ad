/// How a run stands: the one cause that explains what is seen, the figures that show it, and the one thing to do about it.
///
/// A verdict stands until the next one. What follows from a cause is not told beside it.
public struct RunVerdict: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
        /// Too few steps and evaluations to tell.
        case early
        /// Nothing is wrong, but validation is no better than before the first step.
        case unproven
        case healthy
        /// All images are the same to the network, before it has done anything.
        case alike
        /// Loss, distances or weights grow without bound, or are no finite numbers any more.
        case diverging
        /// Different images get the same embedding.
        case collapsed
        /// Units that let no gradient through: ReLUs that are never active, sigmoids and tanhs at their ends.
        case saturated
        /// Nearly all pairs are of one kind.
        case unbalanced
        /// What is learned does not carry over to the validation classes.
        case overfitting
        /// The loss has nothing left to learn from, although pairs are still judged wrongly.
        case exhausted
        /// The weights hardly move.
        case slow
    }

    /// A number that the verdict rests on.
    public struct Figure: Codable, Sendable, Equatable {
        public var name: String
        public var value: Double

        public init(_ name: String, _ value: Double) {
            (self.name, self.value) = (name, value)
        }
    }

    /// What to do.
    public struct Remedy: Codable, Sendable, Hashable {
        /// What it changes, and in which direction.
        public enum Action: String, Codable, Sendable, CaseIterable {
            case lowerLearningRate
            case raiseLearningRate
            case lowerMargin
            case raiseMargin
            case lowerWeightDecay
            case raiseGradientClip
            case trainMoreLayers
            case chooseInitialization
            case changeActivations
            case regularize
            case balancePairs
            case changeImages
            case checkClasses

            /// The action that would take this one back.
            public var opposite: Action? {
                switch self {
                case .lowerLearningRate: .raiseLearningRate
                case .raiseLearningRate: .lowerLearningRate
                case .lowerMargin: .raiseMargin
                case .raiseMargin: .lowerMargin
                default: nil
                }
            }
        }

        /// A way to carry it out.
        public enum Means: Codable, Sendable, Hashable {
            /// Give a setting of the run another value.
            case set(Setting, Double)
            /// Train again with these options of the command line.
            case train([String])
            /// Look at the data set.
            case survey
        }

        public var action: Action
        /// An imperative sentence, as a screen says it on which `:lr 0.001` can be typed.
        public var advice: String
        /// The same without what is to be typed; `nil` in runs of before.
        public var task: String?
        /// One is enough; `nil` in runs of before.
        public var means: [Means]?

        public init(_ action: Action, _ advice: String, task: String? = nil, means: [Means]? = nil) {
            (self.action, self.advice, self.task, self.means) = (action, advice, task, means)
        }
    }

    /// When it was told.
    public var step: Int
    public var elapsed: Double
    public var kind: Kind
    /// One sentence with the figures that it rests on.
    public var evidence: String
    public var figures: [Figure]
    /// `nil` where nothing is to be done.
    public var remedy: Remedy?
    /// The trouble that this verdict withdraws: it is over, or was a consequence of what is told now.
    public var withdrawn: Kind?
    /// Since when the trouble lasts, where it was told before, with another remedy; `nil` where it began with this verdict.
    public var since: Int?

    public init(
        step: Int, elapsed: Double, kind: Kind, evidence: String, figures: [Figure] = [], remedy: Remedy? = nil,
        withdrawn: Kind? = nil, since: Int? = nil
    ) {
        (self.step, self.elapsed, self.kind) = (step, elapsed, kind)
        (self.evidence, self.figures, self.remedy, self.withdrawn) = (evidence, figures, remedy, withdrawn)
        self.since = since
    }

    /// The step since which it holds.
    public var beganAt: Int { since ?? step }
}

extension RunVerdict.Kind {
    /// Two or three words for headers and lists.
    public var title: String {
        switch self {
        case .early: "too early to tell"
        case .unproven: "no better yet"
        case .healthy: "healthy"
        case .alike: "all images alike"
        case .diverging: "diverging"
        case .collapsed: "collapsed"
        case .saturated: "saturated"
        case .unbalanced: "unbalanced pairs"
        case .overfitting: "overfitting"
        case .exhausted: "nothing left to learn"
        case .slow: "too slow"
        }
    }

    /// Whether something is wrong.
    public var isTrouble: Bool { ![.early, .unproven, .healthy].contains(self) }

    /// Whether what is trained is of no use as it stands.
    public var isRuin: Bool { self == .alike || self == .diverging || self == .collapsed }
}

extension RunVerdict {
    /// Whether lists of what has happened tell of it: not that nothing can be told.
    public var isNews: Bool { kind != .early || withdrawn != nil }

    /// Everything in one line: "diverging: the loss rose ...; lower the learning rate ...".
    public var sentence: String {
        let over =
            withdrawn.map {
                kind.isTrouble ? ", no longer \($0.title)" : "\(kind == .healthy ? " again" : ""), no longer \($0.title)"
            } ?? ""
        return "\(kind.title)\(over): \(evidence)"
    }
}
