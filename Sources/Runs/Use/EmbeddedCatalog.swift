import Datasets
import MetricLearning

/// Images with their embeddings: row `i` is that of item `i`.
public struct EmbeddedCatalog: Sendable {
    /// Without the images that could not be read; its broken files name them.
    public let catalog: ImageCatalog
    /// `[items, F]`.
    public let embeddings: Matrix
    /// As right images of pairs; the same but where the network has separate twins.
    public let rightEmbeddings: Matrix
    /// Per item of the catalogue that was given: its row, or none.
    private let rows: [Int?]

    /// - Parameters:
    ///   - reasons: by item, why it could not be read.
    ///   - values: the rows of the others, one behind the other.
    public init(_ given: ImageCatalog, removing reasons: [Int: String], values: [Float], columns: Int) {
        self.init(given, removing: reasons, sides: [values], columns: columns)
    }

    /// - Parameter sides: the rows for left images, and where they are different those for right ones.
    init(_ given: ImageCatalog, removing reasons: [Int: String], sides: [[Float]], columns: Int) {
        let catalog = given.removing(reasons)
        let sides = sides.map { Matrix(rows: catalog.items.count, columns: columns, values: $0) }
        self.catalog = catalog
        embeddings = sides[0]
        rightEmbeddings = sides[sides.count - 1]
        var next = 0
        rows = given.items.indices.map { item in
            guard reasons[item] == nil else { return nil }
            defer { next += 1 }
            return next
        }
    }

    /// The class of every row.
    public var labels: [Int] { catalog.items.map(\.classIndex) }

    /// A pair of the catalogue that was given as a pair of rows; `nil` where one of its images could not be read.
    public func surviving(_ pair: ImagePair) -> ImagePair? {
        guard let left = rows[pair.left], let right = rows[pair.right] else { return nil }
        return ImagePair(left: left, right: right, same: pair.same)
    }
}
