/// PNG files that claim more than they hold.
enum CraftedPNG {
    static func inputs() -> [Target.Input] {
        let data = stored([0, 0])
        return [
            file(header(8000, 8000, depth: 8, colour: 6), [("IDAT", data)]),
            file(header(8000, 8000, depth: 16, colour: 6, interlaced: true), [("IDAT", data)]),
            file(header(0x7FFF_FFFF, 0x7FFF_FFFF, depth: 8, colour: 2), [("IDAT", data)]),
            file(header(1, 1, depth: 8, colour: 0), Array(repeating: ("zTXt", textBomb), count: 600) + [("IDAT", data)]),
            file(header(1, 1, depth: 8, colour: 0), Array(repeating: ("IDAT", []), count: 20_000)),
        ].map { Target.Input(name: "crafted.png", bytes: $0) }
    }

    static func file(_ header: [UInt8], _ chunks: [(kind: String, data: [UInt8])]) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunks.flatMap { chunk($0.kind, $0.data) } + chunk("IEND", [])
    }

    static func header(_ width: UInt32, _ height: UInt32, depth: UInt8, colour: UInt8, interlaced: Bool = false) -> [UInt8] {
        bytes(width) + bytes(height) + [depth, colour, 0, 0, interlaced ? 1 : 0]
    }

    private static func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(kind.utf8) + data
        return bytes(UInt32(data.count)) + body + bytes(Checksums.crc32(body))
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// A zlib stream of one stored block.
    private static func stored(_ data: [UInt8]) -> [UInt8] {
        let (low, high) = data.reduce((UInt32(1), UInt32(0))) { sums, byte in
            let low = (sums.0 + UInt32(byte)) % 65_521
            return (low, (sums.1 + low) % 65_521)
        }
        let count = UInt16(data.count)
        return [0x78, 0x01, 1, UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)] + data
            + bytes(high << 16 | low)
    }

    /// A text chunk of a kilobyte that inflates to a mebibyte of zeros: keyword, method, then deflate's longest matches.
    private static let textBomb: [UInt8] =
        Array("a".utf8) + [0, 0, 0x78, 0x01] + ZeroStream.deflated(matches: 4000)
        + bytes(UInt32(1 + 4000 * 258) % 65_521 << 16 | 1)
}

/// Deflate's densest stream: one literal zero, then matches of 258 bytes at distance one, two bits each.
enum ZeroStream {
    /// With the fixed codes of RFC 1951, section 3.2.6, a match takes 13 bits; a code of its own for it would take fewer.
    static func deflated(matches: Int) -> [UInt8] {
        var writer = BitWriter()
        // The last block, with fixed codes.
        writer.append(0b1, count: 1)
        writer.append(0b01, count: 2)
        writer.appendCode(0b0011_0000, count: 8)
        for _ in 0..<matches {
            // Length 258 is symbol 285, distance 1 is symbol 0.
            writer.appendCode(0b1100_0101, count: 8)
            writer.appendCode(0, count: 5)
        }
        writer.appendCode(0, count: 7)
        return writer.bytes
    }
}

/// Bits in deflate's order.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 8

    mutating func append(_ bits: Int, count: Int) {
        for place in 0..<count {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(bits >> place & 1) << UInt8(used)
            used += 1
        }
    }

    /// Codes go from their highest bit.
    mutating func appendCode(_ code: Int, count: Int) {
        for place in (0..<count).reversed() { append(code >> place & 1, count: 1) }
    }
}
