/// Two images, as places in a catalogue's items, and whether they show the same class.
public struct ImagePair: Hashable, Sendable, Codable {
    public let left: Int
    public let right: Int
    /// `true` for a genuine pair, `false` for an impostor pair.
    public let same: Bool

    public init(left: Int, right: Int, same: Bool) {
        self.left = left
        self.right = right
        self.same = same
    }
}
