/// Which images make a batch.
public enum Sampling: Codable, Sendable, Equatable {
    /// So many pairs, half genuine and half impostors; of a data set that is a list of pairs, the listed ones.
    case pairs(count: Int)
    /// P x K (Hermans, Beyer, Leibe 2017, section 2): `count` classes with `images` each, drawn within `groups` groups where given, so that
    /// impostors share an alphabet and are hard.
    case classes(count: Int, images: Int, groups: Int? = nil)
    /// So many triplets of an anchor, another image of its class, and one of another class.
    case triplets(count: Int)

    /// In a batch.
    public var images: Int {
        switch self {
        case .pairs(let count): 2 * count
        case .classes(let classes, let images, _): classes * images
        case .triplets(let count): 3 * count
        }
    }

    /// Whether a batch is made of left and right images.
    public var isOfPairs: Bool {
        if case .pairs = self { true } else { false }
    }
}
