import Datasets
import Foundation

/// The entries of a zip file, stored or deflated (PKWARE's APPNOTE, sections 4.3 and 4.4). Nothing is trusted: every length and offset
/// is held against the file, and every entry against its checksum.
struct ZipArchive {
    private struct Entry {
        let method: Int
        let checksum: UInt32
        let compressedSize: Int
        let size: Int
        let headerOffset: Int
    }

    private let bytes: Data
    private let entries: [String: Entry]

    /// In the order of the file's directory.
    let names: [String]

    private enum Signature {
        static let localHeader = 0x0403_4B50
        static let directoryEntry = 0x0201_4B50
        static let endOfDirectory = 0x0605_4B50
    }

    /// Whether a file begins as a zip file does.
    static func isRecognised(_ bytes: Data) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// - Throws: `InterchangeError` that begins with a verb, to be put behind the name of the file.
    init(_ data: Data) throws {
        // Places are counted from zero, whatever the data was cut from.
        bytes = data.startIndex == 0 ? data : Data(data)
        let end = try Self.findEnd(bytes)
        let count = try bytes.number(at: end + 10, bytes: 2)
        var place = try bytes.number(at: end + 16, bytes: 4)
        guard place != 0xFFFF_FFFF else { throw InterchangeError("is larger than 4 GiB, which is not read") }
        var entries: [String: Entry] = [:]
        var names: [String] = []
        for _ in 0..<count {
            guard try bytes.number(at: place, bytes: 4) == Signature.directoryEntry else { throw Self.damaged }
            let nameLength = try bytes.number(at: place + 28, bytes: 2)
            let rest = try bytes.number(at: place + 30, bytes: 2) + bytes.number(at: place + 32, bytes: 2)
            let name = String(decoding: try bytes.slice(at: place + 46, count: nameLength), as: UTF8.self)
            let entry = Entry(
                method: try bytes.number(at: place + 10, bytes: 2),
                checksum: UInt32(try bytes.number(at: place + 16, bytes: 4)),
                compressedSize: try bytes.number(at: place + 20, bytes: 4), size: try bytes.number(at: place + 24, bytes: 4),
                headerOffset: try bytes.number(at: place + 42, bytes: 4))
            if entries.updateValue(entry, forKey: name) == nil { names.append(name) }
            place += 46 + nameLength + rest
        }
        self.entries = entries
        self.names = names
    }

    /// How long an entry says that it is; `nil` where there is none.
    func size(of name: String) -> Int? { entries[name]?.size }

    /// The contents of an entry.
    ///
    /// - Parameter limit: a longer entry is refused before memory is taken for it: a megabyte may inflate to a thousand.
    /// - Throws: `InterchangeError` that begins with a verb.
    func contents(of name: String, limit: Int = .max) throws -> Data {
        guard let entry = entries[name] else { throw InterchangeError("has no \(name) in it") }
        guard entry.size <= limit else {
            throw InterchangeError("holds \(name) of more than \(limit) bytes, which no state dictionary needs")
        }
        guard try bytes.number(at: entry.headerOffset, bytes: 4) == Signature.localHeader else { throw Self.damaged }
        let start =
            try entry.headerOffset + 30 + bytes.number(at: entry.headerOffset + 26, bytes: 2)
            + bytes.number(at: entry.headerOffset + 28, bytes: 2)
        let raw = try bytes.slice(at: start, count: entry.compressedSize)
        let contents: Data
        switch entry.method {
        case 0: contents = raw
        case 8:
            do {
                // One more than there may be, so that the end is seen.
                contents = Data(try Deflate.inflate([UInt8](raw), limit: entry.size + 1))
            } catch let error as DatasetError {
                throw InterchangeError(error.description)
            }
        default: throw InterchangeError("holds \(name) compressed in a way that is not read; store it or deflate it")
        }
        guard contents.count == entry.size, Checksum.crc32(contents) == entry.checksum else { throw Self.damaged }
        return contents
    }

    private static let damaged = InterchangeError("is not a whole zip file; copy or save it again")

    /// Where the record at the end begins: it is 22 bytes and a comment of at most 65535.
    private static func findEnd(_ bytes: Data) throws -> Int {
        let least = max(0, bytes.count - 22 - 65_535)
        var place = bytes.count - 22
        while place >= least {
            if bytes[place] == 0x50, try bytes.number(at: place, bytes: 4) == Signature.endOfDirectory { return place }
            place -= 1
        }
        throw damaged
    }
}

extension Data {
    /// A little-endian number of up to four bytes.
    fileprivate func number(at place: Int, bytes count: Int) throws -> Int {
        try slice(at: place, count: count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    fileprivate func slice(at place: Int, count: Int) throws -> Data {
        guard place >= 0, count >= 0, place <= self.count, count <= self.count - place else {
            throw InterchangeError("ends too early; copy or save it again")
        }
        return self[place..<place + count]
    }
}
