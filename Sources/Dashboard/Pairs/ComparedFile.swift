/// An image that a person has named, anywhere on the machine.
public struct ComparedFile: Hashable, Sendable {
    /// As it was typed.
    public let path: String

    private static let prefix = "file:"

    init(path: String) {
        self.path = path
    }

    /// Reads what stands among the files of a data set; `nil` for one that is of the data set itself.
    public init?(key: String) {
        guard key.hasPrefix(Self.prefix) else { return nil }
        path = String(key.dropFirst(Self.prefix.count))
    }

    /// What stands among the files of a data set.
    var key: String { Self.prefix + path }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
