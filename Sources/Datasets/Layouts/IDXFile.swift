import Foundation

/// The header of an IDX file of bytes, and all its bytes.
struct IDXFile {
    let dimensions: [Int]
    let bytes: [UInt8]
    /// Where the values begin.
    let offset: Int

    /// What a file may hold once inflated.
    private static let limit = 1 << 30

    /// Reads a file, gzip or not.
    /// - Throws: `DatasetError` that begins with a verb, to be put behind the file's name.
    init(contentsOf path: String) throws {
        try self.init(FileBytes.read(path, limit: Self.limit))
    }

    init(_ raw: [UInt8]) throws {
        let bytes = raw.starts(with: Self.gzipSignature) ? try Gzip.inflate(raw, limit: Self.limit) : raw
        guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else { throw DatasetError("is not an IDX file") }
        guard bytes[2] == 8 else {
            throw DatasetError("is an IDX file of another type than bytes (0x08)")
        }
        let rank = Int(bytes[3])
        offset = 4 + 4 * rank
        guard (1...4).contains(rank), bytes.count >= offset else { throw DatasetError("is an IDX file with a damaged header") }
        dimensions = (0..<rank).map { dimension in
            bytes[4 + 4 * dimension..<8 + 4 * dimension].reduce(0) { $0 << 8 | Int($1) }
        }
        self.bytes = bytes
        let (size, overflow) = dimensions.reduce((1, false)) { product, dimension in
            let (next, tooLarge) = product.0.multipliedReportingOverflow(by: dimension)
            return (next, product.1 || tooLarge)
        }
        guard !overflow, bytes.count - offset >= size else {
            throw DatasetError(
                "is an IDX file that ends too early for \(dimensions.map(String.init).joined(separator: "x")) values")
        }
    }

    /// Whether a file is one, as far as its beginning and, compressed, its name tell.
    static func isLikely(_ path: String) -> Bool {
        let head = FileBytes.prefix(path, count: 4)
        if head.starts(with: gzipSignature) { return URL(fileURLWithPath: path).lastPathComponent.contains("idx") }
        return head.count == 4 && head.starts(with: [0, 0, 8]) && (1...4).contains(head[3])
    }

    private static let gzipSignature: [UInt8] = [0x1F, 0x8B]
}
