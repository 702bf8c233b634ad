/// How many threads take which steps: a number, and where it changes others from a later step on, as in `2,1@340,2@900`.
public struct ThreadPlan: Sendable, Equatable {
    /// Another number of threads, after a step.
    public struct Change: Codable, Sendable, Equatable {
        /// The last step that is taken as before.
        public var step: Int
        public var threads: Int

        public init(step: Int, threads: Int) {
            self.step = step
            self.threads = threads
        }
    }

    public var first: Int
    /// In ascending order of their steps.
    public var changes: [Change]

    public init(first: Int, changes: [Change] = []) {
        self.first = first
        self.changes = changes
    }

    /// What a run has done, whether a person or the program decided it.
    public init(of description: RunDescription, events: some Sequence<Event>) {
        self.init(first: description.options.threads)
        for case .threads(let change) in events {
            if changes.last?.step == change.step { changes.removeLast() }
            changes.append(Change(step: change.step, threads: change.new))
        }
    }

    /// - Returns: `nil` for what is no plan.
    public init?(parsing text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let first = parts.first.flatMap({ Int($0) }), Self.canBe(first) else { return nil }
        self.init(first: first)
        for part in parts.dropFirst() {
            let sides = part.split(separator: "@", omittingEmptySubsequences: false)
            guard sides.count == 2, let threads = Int(sides[0]), let step = Int(sides[1]), Self.canBe(threads),
                step > changes.last?.step ?? 0, step < 1 << 40
            else { return nil }
            changes.append(Change(step: step, threads: threads))
        }
    }

    /// As `init(parsing:)` reads it.
    public var text: String { "\(first)" + changes.map { ",\($0.threads)@\($0.step)" }.joined() }

    /// How many threads take the step after a step.
    func threads(after step: Int) -> Int { changes.last { $0.step <= step }?.threads ?? first }

    static func canBe(_ threads: Int) -> Bool { (1...1024).contains(threads) }
}
