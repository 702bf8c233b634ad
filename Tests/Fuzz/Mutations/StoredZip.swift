import Networks

/// Zip files without compression, whose checksums are right: so that a mutation reaches what lies in them.
enum StoredZip {
    static func file(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in entries {
            // Method 0, no time, then checksum, both sizes, length of the name.
            let common =
                [20, 0, 0, 0, 0, 0, 0, 0, 0, 0] + little(Int(Checksums.crc32(bytes)), 4) + little(bytes.count, 4)
                + little(bytes.count, 4)
                + little(name.utf8.count, 2) + [0, 0]
            directory +=
                [0x50, 0x4B, 1, 2, 20, 0] + common + Array(repeating: 0, count: 10) + little(file.count, 4) + Array(name.utf8)
            file += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + bytes
        }
        let count = little(entries.count, 2)
        return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + little(directory.count, 4)
            + little(file.count, 4)
            + [0, 0]
    }

    /// Puts right the checksums of the entries of a mutated file, in their headers and in the directory, as far as they can be found.
    /// One in four stays as it is.
    static func repair(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        guard !generator.happens(1, in: 4) else { return bytes }
        var bytes = bytes
        for place in bytes.indices where bytes[place...].starts(with: [0x50, 0x4B, 1, 2]) && place + 46 <= bytes.count {
            let header = number(in: bytes, at: place + 42, 4)
            let size = number(in: bytes, at: place + 20, 4)
            guard header + 30 <= bytes.count else { continue }
            let start = header + 30 + number(in: bytes, at: header + 26, 2) + number(in: bytes, at: header + 28, 2)
            guard start <= bytes.count, size <= bytes.count - start else { continue }
            let checksum = little(Int(Checksums.crc32(bytes[start..<start + size])), 4)
            bytes.replaceSubrange(place + 16..<place + 20, with: checksum)
        }
        return bytes
    }

    private static func number(in bytes: [UInt8], at place: Int, _ count: Int) -> Int {
        bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
