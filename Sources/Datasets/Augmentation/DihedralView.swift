/// One of the eight ways to lay an image on a table: four quarter turns, mirrored or not.
///
/// As a class of its own each view multiplies the characters that a network can learn from (Santoro et al. 2016, arXiv:1605.06065,
/// section 4.1, for the turns). Both images of a genuine pair are then in the same view.
public struct DihedralView: RawRepresentable, Hashable, Sendable, Codable {
    /// `0 ..< 8`: quarter turns, plus 4 where it is mirrored.
    public let rawValue: Int

    public init?(rawValue: Int) {
        guard (0..<8).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// - Parameter quarterTurns: clockwise, after the mirror.
    public init(quarterTurns: Int, isMirrored: Bool = false) {
        rawValue = (quarterTurns & 3) + (isMirrored ? 4 : 0)
    }

    public static let upright = DihedralView(quarterTurns: 0)

    public var quarterTurns: Int { rawValue & 3 }
    public var isMirrored: Bool { rawValue >= 4 }

    /// Where the values of the view come from in the upright image.
    var sampling: AffineMap {
        // Going back: first the quarter turns are undone, then the mirror.
        let turn: AffineMap =
            switch quarterTurns {
            case 1: AffineMap(xx: 0, xy: 1, yx: -1, yy: 0)
            case 2: AffineMap(xx: -1, xy: 0, yx: 0, yy: -1)
            case 3: AffineMap(xx: 0, xy: -1, yx: 1, yy: 0)
            default: .identity
            }
        return isMirrored ? AffineMap(xx: -1, xy: 0, yx: 0, yy: 1).after(turn) : turn
    }

    /// The same as steps: first rows and columns are reversed or not, then they change places or not.
    public var steps: (reversesRows: Bool, reversesColumns: Bool, transposes: Bool) {
        let map = sampling
        return (reversesRows: map.yx + map.yy < 0, reversesColumns: map.xx + map.xy < 0, transposes: map.xx == 0)
    }
}

/// Which views of an image there are: as classes of their own in training, or embedded together at test time.
public enum ViewClasses: String, Codable, Sendable, CaseIterable {
    case upright
    case mirrors
    case rotations
    case rotationsAndMirrors = "rotations-and-mirrors"

    /// The upright one first.
    public var all: [DihedralView] { (0..<count).map(view) }

    /// How many classes are made of one.
    public var count: Int {
        switch self {
        case .upright: 1
        case .mirrors: 2
        case .rotations: 4
        case .rotationsAndMirrors: 8
        }
    }

    /// - Parameter index: `0 ..< count`.
    func view(_ index: Int) -> DihedralView {
        // Without mirrors these are the quarter turns, and mirrors without turns begin behind those.
        DihedralView(rawValue: self == .mirrors ? index * 4 : index) ?? .upright
    }
}
