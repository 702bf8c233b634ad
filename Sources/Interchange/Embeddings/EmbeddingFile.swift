import Foundation
import MetricLearning
import Runs

/// A file of embeddings, a row an image, which is written as they come: memory does not grow with their number.
public struct EmbeddingFile {
    public enum Format: String, Sendable, CaseIterable {
        /// NumPy's array file (numpy.lib.format, version 1.0): float32 `[rows, columns]`.
        case numpy = "npy"
        /// One tensor, `embeddings`.
        case safetensors
        /// `file,e0,e1,...` with a head line.
        case table = "csv"
    }

    private let handle: FileHandle
    private let format: Format
    private let columns: Int
    public private(set) var rows = 0

    /// Both binary formats begin with a head of this length, which is written again when the number of rows is known.
    private static let headLength = 192

    /// Writes a file whole or not at all, in the format of its ending, and beside it, for formats that have no room for names, the
    /// names of the rows, a line each.
    ///
    /// - Parameter body: appends the rows.
    /// - Returns: the number of rows.
    /// - Throws: `InterchangeError` for another ending, `RunError` where the file cannot be written, and what `body` throws.
    @discardableResult
    public static func write(
        to path: String, columns: Int, _ body: (_ append: (_ names: [String], _ rows: Matrix) throws -> Void) throws -> Void
    ) throws -> Int {
        guard let format = Format(path: path) else {
            throw InterchangeError("\(path) has another ending than .npy, .safetensors or .csv; choose one of them")
        }
        var names: [String] = []
        var rows = 0
        try AtomicFile.write(to: path) { handle in
            var file = EmbeddingFile(handle: handle, format: format, columns: columns)
            try file.begin()
            try body { newNames, matrix in
                try file.append(newNames, matrix)
                if format != .table { names += newNames }
            }
            try file.end()
            rows = file.rows
        }
        if let namesFile = Self.namesFile(beside: path) {
            try AtomicFile.write(to: namesFile) { handle in
                try handle.write(contentsOf: Data(names.map { $0.onOneLine + "\n" }.joined().utf8))
            }
        }
        return rows
    }

    /// Where the names of the rows are; `nil` where the file itself holds them.
    public static func namesFile(beside path: String) -> String? {
        Format(path: path) == .table ? nil : path + ".names.txt"
    }

    private func begin() throws {
        switch format {
        case .numpy, .safetensors: try handle.write(contentsOf: head)
        case .table:
            let line = (["file"] + (0..<columns).map { "e\($0)" }).joined(separator: ",")
            try handle.write(contentsOf: Data((line + "\n").utf8))
        }
    }

    private mutating func append(_ names: [String], _ matrix: Matrix) throws {
        rows += names.count
        if format == .table {
            let lines = names.indices.map { row in
                names[row].asField + matrix.row(row).map { ",\($0)" }.joined() + "\n"
            }
            try handle.write(contentsOf: Data(lines.joined().utf8))
        } else {
            try handle.write(contentsOf: littleEndianData(Array(matrix.values.prefix(names.count * columns))))
        }
    }

    private func end() throws {
        guard format != .table else { return }
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: head)
    }

    private var head: Data {
        format == .numpy
            ? Self.padded(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }", after: numpyMagic, end: "\n")
            : Self.padded(
                #"{"embeddings":{"dtype":"F32","shape":[\#(rows),\#(columns)],"data_offsets":[0,\#(rows * columns * 4)]}}"#,
                after: withUnsafeBytes(of: UInt64(Self.headLength - 8).littleEndian) { Data($0) }, end: "")
    }

    /// A magic word, the version, and the length of the text that follows.
    private var numpyMagic: Data {
        Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(Self.headLength - 10), 0])
    }

    private static func padded(_ text: String, after start: Data, end: String) -> Data {
        let spaces = max(0, headLength - start.count - text.utf8.count - end.utf8.count)
        return start + Data((text + String(repeating: " ", count: spaces) + end).utf8)
    }
}

extension EmbeddingFile.Format {
    /// By the ending of a file's name.
    public init?(path: String) {
        self.init(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
    }
}

extension String {
    fileprivate var onOneLine: String { replacingOccurrences(of: "\n", with: " ") }

    /// As a field of a table (RFC 4180): in quotes where it holds what separates fields.
    fileprivate var asField: String {
        contains { ",\"\n\r".contains($0) } ? "\"" + replacingOccurrences(of: "\"", with: "\"\"") + "\"" : self
    }
}
