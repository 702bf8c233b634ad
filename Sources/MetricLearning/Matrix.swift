/// Rows of plain numbers, row-major: embeddings `[images, features]`, their gradients, tables of distances.
public typealias Matrix = DenseMatrix<Float>

/// What the losses compute with: `Float` for training, `Double` where finite differences hold them.
public typealias MetricScalar = BinaryFloatingPoint & SIMDScalar & Sendable

/// A matrix of any precision, row-major.
public struct DenseMatrix<Scalar: MetricScalar>: Hashable, Sendable {
    public let rows: Int
    public let columns: Int
    public var values: [Scalar]

    public init(rows: Int, columns: Int, repeating value: Scalar = 0) {
        self.rows = rows
        self.columns = columns
        values = Array(repeating: value, count: rows * columns)
    }

    /// - Precondition: `values.count == rows * columns`.
    public init(rows: Int, columns: Int, values: [Scalar]) {
        precondition(values.count == rows * columns, "a matrix's values must fill it")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    public subscript(row: Int, column: Int) -> Scalar {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    public func row(_ index: Int) -> ArraySlice<Scalar> {
        values[index * columns..<(index + 1) * columns]
    }

    /// Overwrites rows from `start` on with the first `count` rows of another matrix of as many columns.
    public mutating func replaceRows(at start: Int, with other: Self, count: Int) {
        precondition(columns == other.columns && start + count <= rows && count <= other.rows, "the rows must fit")
        values.replaceSubrange(start * columns..<(start + count) * columns, with: other.values.prefix(count * columns))
    }
}
