/// The form that a training is begun with: one question a line, each explained, each with a sensible answer to begin with.
///
/// An answer is checked whenever its question is left, and Enter leaves only a right one. What is wrong stays marked until it is right,
/// with the reason below the questions.
public struct StartForm: Sendable {
    /// What a key asks the program to do.
    public enum Effect: Hashable, Sendable {
        /// Begin with these answers, by the names of their questions; those left as they are by themselves are absent.
        case start([String: String])
        case leave
        case suspend
        case repaint
    }

    /// Why an answer cannot stay.
    private struct Fault {
        let sentence: String
        /// Whether only the attempt to begin has shown it, so that another answer may or may not be right.
        var isLate = false
    }

    let capabilities: Capabilities
    let fields: [FormField]
    /// The question at hand; one after the last is the line that starts.
    private(set) var selected = 0
    /// Whether the person is asked if the answers may be lost.
    private(set) var isAskingToLeave = false
    private var texts: [String]
    private var places: [Int]
    private var faults: [Int: Fault] = [:]
    /// Questions that were left once: from then on another answer may put them in the wrong, or in the right.
    private var visited: Set<Int> = []
    /// All answers when they were last checked.
    private var checkedAnswers: [String: String]? = [:]
    /// What is wrong with no question in particular.
    private var remark: String?
    /// What is being done at the moment.
    public private(set) var progress: String?

    private static let longest = 300

    public init(capabilities: Capabilities, fields: [FormField]) {
        self.capabilities = capabilities
        self.fields = fields
        texts = Array(repeating: "", count: fields.count)
        places = Array(repeating: 0, count: fields.count)
    }

    var isAtStart: Bool { selected == fields.count }

    /// The answer as it is handed on; empty where nothing was chosen.
    func value(of index: Int) -> String {
        switch fields[index].answer {
        case .choice(let choices): choices.indices.contains(places[index]) ? choices[places[index]].value : ""
        case .text: texts[index]
        }
    }

    func choice(of index: Int) -> FormField.Choice? {
        guard case .choice(let choices) = fields[index].answer, choices.indices.contains(places[index]) else { return nil }
        return choices[places[index]]
    }

    /// By the names of their questions; those left as they are by themselves are absent.
    public var answers: [String: String] {
        let answers = fields.indices.map { (fields[$0].name, value(of: $0)) }
        return Dictionary(answers.filter { !$0.1.isEmpty }) { $1 }
    }

    // MARK: What is wrong

    func isFaulty(_ index: Int) -> Bool { faults[index] != nil }

    /// The sentence to show: of the question at hand, or else of the first that is at fault.
    public var problem: String? {
        if let remark { return remark }
        guard let index = isFaulty(selected) ? selected : faults.keys.min(), let fault = faults[index] else { return nil }
        return FormWords(fields, about: index).sentence(fault.sentence)
    }

    /// Shows why the training could not begin, and goes to the question that is at fault; all answers stay.
    ///
    /// - Parameter name: of the question; where it is none, the first whose name the sentence holds.
    public mutating func report(_ problem: String, about name: String? = nil) {
        progress = nil
        let named = FormWords.name(in: problem, of: fields.map(\.name)) ?? name
        guard let index = fields.firstIndex(where: { $0.name == named }) else {
            remark = FormWords(fields, about: nil).sentence(problem)
            return
        }
        faults[index] = Fault(sentence: problem, isLate: true)
        selected = index
    }

    /// Shows that the training is being made ready.
    public mutating func begin(_ progress: String) {
        self.progress = progress
        (remark, faults) = (nil, [:])
    }

    private func complaint(about index: Int) -> String? {
        let text = value(of: index)
        return text.isEmpty ? nil : fields[index].check(text, answers)
    }

    /// Checks the answer at hand, and those that were given before, which it may have put in the wrong or in the right.
    private mutating func check() {
        visited.insert(selected)
        // Checking takes a moment: looking around is free.
        guard answers != checkedAnswers else { return }
        checkedAnswers = answers
        for index in visited where fields.indices.contains(index) { check(index) }
    }

    private mutating func check(_ index: Int) {
        if let sentence = complaint(about: index) {
            faults[index] = Fault(sentence: sentence)
        } else if faults[index]?.isLate == false {
            faults[index] = nil
        }
    }

    // MARK: Keys

    /// Answers a key.
    public mutating func handle(_ key: Key) -> Effect? {
        switch key {
        case .control("z"): return .suspend
        case .control("l"): return .repaint
        default: break
        }
        if isAskingToLeave { return answerToLeaving(key) }
        switch key {
        case .escape, .control("c"):
            if answers.isEmpty { return .leave }
            isAskingToLeave = true
        case .up, .backTab, .scroll(_, up: true): move(by: -1)
        case .down, .tab, .scroll(_, up: false): move(by: 1)
        case .home: move(by: -fields.count)
        case .end: move(by: fields.count)
        case .enter:
            if isAtStart { return start() }
            check()
            if !isFaulty(selected) { move(by: 1) }
        default: answer(key)
        }
        return nil
    }

    private mutating func answerToLeaving(_ key: Key) -> Effect? {
        switch key {
        case .character("y"), .character("Y"), .control("c"): return .leave
        case .character("n"), .character("N"), .escape, .enter: isAskingToLeave = false
        default: break
        }
        return nil
    }

    private mutating func move(by lines: Int) {
        check()
        remark = nil
        selected = max(0, min(fields.count, selected + lines))
    }

    private mutating func start() -> Effect? {
        remark = nil
        visited = Set(fields.indices)
        checkedAnswers = nil
        check()
        // What only beginning has shown may be over: that is tried again.
        guard let first = faults.filter({ !$0.value.isLate }).keys.min() else { return .start(answers) }
        selected = first
        return nil
    }

    private mutating func answer(_ key: Key) {
        guard fields.indices.contains(selected) else { return }
        remark = nil
        let before = value(of: selected)
        switch fields[selected].answer {
        case .choice(let choices):
            let direction = key == .left ? -1 : key == .right || key == .character(" ") ? 1 : 0
            if case .paste = key { remark = "pasted text fills questions that are answered by typing; ← and → choose here" }
            guard !choices.isEmpty else { return }
            places[selected] = (places[selected] + direction + choices.count) % choices.count
        case .text:
            switch key {
            case .character(let character) where texts[selected].count < Self.longest: texts[selected].append(character)
            case .paste(let text):
                texts[selected] += PastedText.line(of: text).prefix(max(0, Self.longest - texts[selected].count))
            case .backspace, .delete: _ = texts[selected].popLast()
            case .control("u"): texts[selected] = ""
            default: break
            }
        }
        guard isFaulty(selected), value(of: selected) != before else { return }
        // Only another attempt tells whether what was found late is over.
        if faults[selected]?.isLate == true { faults[selected] = nil } else { check(selected) }
    }
}
