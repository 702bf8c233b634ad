import Networks

/// What a mutated file needs so that a reader looks further than its checksums.
enum Checksums {
    /// CRC-32 as PNG and zip have it (ISO 3309).
    static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    /// A PNG whose chunks have the right checksums, as far as their lengths lie within the file. One in four stays as it is.
    static func repairPNG(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        guard !generator.happens(1, in: 4) else { return bytes }
        var bytes = bytes
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { break }
            let end = place + 8 + length
            let crc = crc32(bytes[place + 4..<end])
            for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: crc >> UInt32(24 - 8 * index)) }
            place = end + 4
        }
        return bytes
    }
}
