/// Builds PNG files of every kind byte by byte, without the library that is under test: stored deflate blocks, no row filters.
struct PNGFile {
    enum Colour: UInt8 {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgba = 6

        var channels: Int {
            switch self {
            case .grey, .palette: 1
            case .greyAlpha: 2
            case .rgb: 3
            case .rgba: 4
            }
        }
    }

    var width: Int
    var height: Int
    var colour: Colour
    var bitDepth: Int
    var isInterlaced = false
    /// RGB triples.
    var palette: [UInt8] = []
    var transparency: [UInt8] = []
    /// The raw value of a channel at x, y.
    var sample: (_ x: Int, _ y: Int, _ channel: Int) -> Int

    var bytes: [UInt8] { bytes(scanlines: scanlines) }

    /// With other rows than the header promises.
    func bytes(scanlines: [UInt8]) -> [UInt8] {
        var header = bigEndian(width) + bigEndian(height)
        header += [UInt8(bitDepth), colour.rawValue, 0, 0, isInterlaced ? 1 : 0]
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
        if !palette.isEmpty { file += chunk("PLTE", palette) }
        if !transparency.isEmpty { file += chunk("tRNS", transparency) }
        return file + chunk("IDAT", stored(scanlines)) + chunk("IEND", [])
    }

    private var scanlines: [UInt8] {
        guard isInterlaced else { return rows(0, 0, 1, 1) }
        // Adam7: start column, start row, column step, row step.
        let passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        return passes.flatMap { rows($0.0, $0.1, $0.2, $0.3) }
    }

    private func rows(_ startX: Int, _ startY: Int, _ stepX: Int, _ stepY: Int) -> [UInt8] {
        guard startX < width else { return [] }
        return stride(from: startY, to: height, by: stepY).flatMap { y in
            var bits: [UInt8] = []
            for x in stride(from: startX, to: width, by: stepX) {
                for channel in 0..<colour.channels {
                    let value = sample(x, y, channel)
                    bits += (0..<bitDepth).map { UInt8(value >> (bitDepth - 1 - $0) & 1) }
                }
            }
            return [0] + packed(bits)
        }
    }

    private func packed(_ bits: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
        }
    }

    private func stored(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var rest = data[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let count = UInt16(block.count)
            stream += [rest.isEmpty ? 1 : 0, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
            stream += block
        } while !rest.isEmpty
        var (low, high) = (1, 0)
        for byte in data {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return stream + bigEndian(high << 16 | low)
    }

    private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in body {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
        }
        return bigEndian(data.count) + body + bigEndian(Int(~remainder))
    }

    private func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(number >> $0 & 255) }
    }
}
