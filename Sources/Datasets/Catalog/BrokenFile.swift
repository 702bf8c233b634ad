/// A file that is not used, and why, as words to be put behind its name.
public struct BrokenFile: Codable, Sendable, Hashable {
    public let file: String
    public let reason: String

    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }
}
