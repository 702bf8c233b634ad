/// A question of the form that starts a training.
public struct FormField: Sendable {
    public struct Choice: Sendable {
        let value: String
        let explanation: String

        /// - Parameter value: empty for "as it is by itself".
        public init(_ value: String, _ explanation: String) {
            self.value = value
            self.explanation = explanation
        }
    }

    public enum Answer: Sendable {
        /// One of these; the first at the start.
        case choice([Choice])
        /// A line of text; `example` is shown while it is empty.
        case text(example: String)
    }

    /// What the answer is handed on as.
    public let name: String
    let title: String
    let explanation: String
    let answer: Answer
    /// Why something cannot be the answer, as a sentence, beside all answers by the names of their questions; `nil` where it can.
    let check: @Sendable (String, [String: String]) -> String?

    public init(
        name: String, title: String, explanation: String, answer: Answer,
        check: @escaping @Sendable (String, [String: String]) -> String? = { _, _ in nil }
    ) {
        self.check = check
        self.name = name
        self.title = title
        self.explanation = explanation
        self.answer = answer
    }
}
