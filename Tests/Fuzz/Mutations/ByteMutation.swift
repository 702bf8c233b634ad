import Networks

/// Harms bytes as disks, networks and people with bad intentions do.
enum ByteMutation {
    static func mutate(_ bytes: [UInt8], with other: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...generator.below(4) { harm(&bytes, with: other, using: &generator) }
        return bytes
    }

    private static let telling: [UInt8] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF]
    private static let sizes: [UInt64] = [
        0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 40, 1 << 62, UInt64.max >> 1, .max,
    ]

    private static func harm(_ bytes: inout [UInt8], with other: [UInt8], using generator: inout SeededGenerator) {
        guard !bytes.isEmpty else {
            bytes = other
            return
        }
        let place = generator.below(bytes.count)
        switch generator.below(9) {
        case 0: bytes[place] ^= 1 << UInt8(generator.below(8))
        case 1: bytes[place] = generator.choice(telling)
        case 2: bytes[place] = UInt8(generator.below(256))
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.removeSubrange(piece(of: bytes, at: place, using: &generator))
        case 5:
            let copied = Array(bytes[piece(of: bytes, at: place, using: &generator)])
            bytes.insert(contentsOf: copied, at: generator.below(bytes.count))
        case 6:
            guard !other.isEmpty else { return }
            let taken = Array(other[piece(of: other, at: generator.below(other.count), using: &generator)])
            bytes.insert(contentsOf: taken, at: place)
        default: writeSize(into: &bytes, at: place, using: &generator)
        }
    }

    private static func piece(of bytes: [UInt8], at place: Int, using generator: inout SeededGenerator) -> Range<Int> {
        place..<min(bytes.count, place + 1 + generator.below(generator.happens(1, in: 4) ? bytes.count : 12))
    }

    /// A number of 2, 4 or 8 bytes, as one that declares a size.
    private static func writeSize(into bytes: inout [UInt8], at place: Int, using generator: inout SeededGenerator) {
        let count = generator.choice([2, 4, 8])
        let size = generator.choice(sizes)
        let isBigEndian = generator.happens(1, in: 2)
        for index in 0..<min(count, bytes.count - place) {
            let shift = UInt64(8 * (isBigEndian ? count - 1 - index : index))
            bytes[place + index] = UInt8(truncatingIfNeeded: size >> shift)
        }
    }
}
