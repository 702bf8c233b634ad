/// Pairs of images of different files that are likely to be one picture, encoded again or in another size.
///
/// Only such pairs count as make figures wrong: of two classes, or of two parts of a split. Photographs of one thing in a row may be as
/// near to each other without anything being wrong.
struct PictureCopies: Sendable {
    /// Places in a catalogue's items, the lower one first, in ascending order.
    let pairs: [[Int]]

    /// Of AT&T, CIFAR, Omniglot and the bundled drawings no two pictures of different classes are nearer than 0.12; JPEG of quality 50 moves
    /// a sketch by 0.02 to 0.07, half the size by 0.04 to 0.08.
    private static let nearest: Float = 0.07
    /// A picture that is like many others is of a set in which all are alike.
    private static let mostLike = 8
    private static let mostCompared = 4000

    /// - Parameters:
    ///   - sketches: of each item; `nil` for a picture of which nothing can be said.
    ///   - isOfInterest: whether two items that are one picture would make a figure wrong.
    init(_ sketches: [PictureSketch?], where isOfInterest: (Int, Int) -> Bool) {
        var cells: [Cell: [Int]] = [:]
        var found: [[Int]] = []
        var likes = [Int](repeating: 0, count: sketches.count)
        for (item, sketch) in sketches.enumerated() {
            guard let sketch else { continue }
            let cell = Cell(sketch, width: Self.nearest)
            var compared = 0
            for other in cell.neighborhood.lazy.flatMap({ cells[$0] ?? [] }) {
                compared += 1
                if compared > Self.mostCompared { break }
                guard let known = sketches[other], sketch.isNearer(to: known, than: Self.nearest) else { continue }
                likes[item] += 1
                likes[other] += 1
                if isOfInterest(other, item), likes[item] <= Self.mostLike { found.append([other, item]) }
            }
            cells[cell, default: []].append(item)
        }
        pairs = found.filter { $0.allSatisfy { likes[$0] <= Self.mostLike } }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// A cube in the space of three coarse measures: pictures that are near to each other are in the same one or in neighbors.
    private struct Cell: Hashable {
        let x: Int
        let y: Int
        let z: Int

        /// The measures are products with vectors of norm 1, so that they differ by no more than the sketches do.
        init(_ sketch: PictureSketch, width: Float) {
            let side = PictureSketch.side
            var (x, y, z): (Float, Float, Float) = (0, 0, 0)
            for (index, value) in sketch.values.enumerated() {
                let (isUpper, isLeft) = (index / side < side / 2, index % side < side / 2)
                x += isLeft ? value : -value
                y += isUpper ? value : -value
                z += isUpper == isLeft ? value : -value
            }
            func place(_ sum: Float) -> Int { Int((sum / Float(side) / width).rounded(.down)) }
            (self.x, self.y, self.z) = (place(x), place(y), place(z))
        }

        private init(_ x: Int, _ y: Int, _ z: Int) {
            (self.x, self.y, self.z) = (x, y, z)
        }

        var neighborhood: [Cell] {
            (0..<27).map { Cell(x + $0 % 3 - 1, y + $0 / 3 % 3 - 1, z + $0 / 9 - 1) }
        }
    }
}
