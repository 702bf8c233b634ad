import MetricLearning

/// What was changed of a training between two steps, from the step after `step` on. What was asked for together is one edit, and is
/// taken back as one.
public struct Edit: Sendable, Equatable {
    public var step: Int
    /// Seconds of training, pauses not counted.
    public var elapsed: Double
    public var changes: [Change]
    public var by: Author
    /// By which a later edit names it as taken back; `nil` for what cannot be.
    public var id: Int?
    /// The `id` of the edit that this one takes back.
    public var undoes: Int?

    public enum Author: String, Codable, Sendable {
        case person
        /// The training itself, for a reason that a notice tells.
        case program
    }

    public init(
        step: Int, elapsed: Double, changes: [Change], by author: Author = .person, id: Int? = nil, undoes: Int? = nil
    ) {
        self.step = step
        self.elapsed = elapsed
        self.changes = changes
        self.by = author
        self.id = id
        self.undoes = undoes
    }

    /// One number, changed by a person.
    public init(step: Int, elapsed: Double, setting: Setting, old: Double, new: Double, id: Int? = nil, undoes: Int? = nil) {
        self.init(
            step: step, elapsed: elapsed, changes: [.setting(setting, old: old, new: new)], id: id, undoes: undoes)
    }
}

/// One thing that was changed, with its value before and after.
public enum Change: Sendable, Equatable {
    /// Of the learning rate: the effective one, after its schedule.
    case setting(Setting, old: Double, new: Double)
    /// With the effective learning rate before and after.
    case schedule(old: RateCourse, new: RateCourse, oldRate: Float, newRate: Float)
    case mining(old: TripletMining, new: TripletMining)
    case duration(old: TrainingOptions.Duration, new: TrainingOptions.Duration)
    case threads(old: Int, new: Int)

    /// Whether it can be taken back: neither the length nor the threads of a run, which belong to how it was started.
    public var isReversible: Bool {
        switch self {
        case .setting, .schedule, .mining: true
        case .duration, .threads: false
        }
    }
}

extension Edit {
    /// Whether its numbers can be those of a training.
    var isPlausible: Bool {
        (0...1 << 43).contains(step) && (0...1e10).contains(elapsed) && !changes.isEmpty
            && changes.allSatisfy { change in
                switch change {
                case .setting(_, let old, let new): old.isFinite && new.isFinite
                case .schedule(_, _, let oldRate, let newRate): oldRate.isFinite && newRate.isFinite
                case .mining: true
                case .duration(let old, let new): [old, new].allSatisfy { (try? $0.checkRanges()) != nil }
                case .threads(let old, let new): [old, new].allSatisfy((1...1024).contains)
                }
            }
    }
}
