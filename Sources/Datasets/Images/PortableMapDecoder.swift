/// Reads netpbm's bitmaps, greymaps and pixmaps, plain (P1, P2, P3) and binary (P4, P5, P6), with any maxval up to 65535.
///
/// Format: the netpbm manual's pages pbm(5), pgm(5) and ppm(5). Of a file with several images the first is read.
enum PortableMapDecoder {
    static func decode(_ bytes: [UInt8], maximumPixels: Int) throws -> DecodedImage {
        var reader = PortableMapReader(bytes: bytes)
        let kind = try reader.kind()
        let width = try reader.headerNumber("width")
        let height = try reader.headerNumber("height")
        let maximum = kind.isBitmap ? 1 : try reader.headerNumber("maxval")
        guard width > 0, height > 0 else { throw DatasetError("is a PNM image of \(width) x \(height) pixels") }
        guard width <= maximumPixels / height else {
            throw DatasetError("is a PNM image of \(width) x \(height) pixels, more than the limit of \(maximumPixels)")
        }
        guard (1...65_535).contains(maximum) else {
            throw DatasetError("is a PNM image with maxval \(maximum), which must lie in 1 to 65535")
        }
        let channels = kind.isPixmap ? 3 : 1
        let row = width * channels
        // Before memory is taken: every value needs at least a bit of the file, or a byte.
        let least = kind.isBinary ? height * (kind.isBitmap ? (width + 7) / 8 : row * (maximum > 255 ? 2 : 1)) : height * row
        if kind.isBinary { try reader.skipOneSpace() }
        guard reader.remaining >= least else { throw DatasetError("is a PNM image that ends too early") }

        let pixels: [UInt8]
        switch (kind.isBitmap, kind.isBinary) {
        case (true, true): pixels = reader.packedBits(width: width, height: height)
        case (true, false): pixels = try reader.plainBits(count: height * row)
        case (false, true): pixels = try reader.samples(count: height * row, maximum: maximum)
        case (false, false): pixels = try reader.plainSamples(count: height * row, maximum: maximum)
        }
        return DecodedImage(width: width, height: height, channels: channels, pixels: pixels)
    }
}

private struct PortableMapKind {
    let isBitmap: Bool
    let isPixmap: Bool
    let isBinary: Bool
}

private struct PortableMapReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - position }

    mutating func kind() throws -> PortableMapKind {
        guard bytes.count > 2, let digit = Int(String(decoding: bytes[1...1], as: UTF8.self)), (1...6).contains(digit) else {
            throw DatasetError("is not a PNM image")
        }
        position = 2
        return PortableMapKind(isBitmap: digit % 3 == 1, isPixmap: digit % 3 == 0, isBinary: digit > 3)
    }

    mutating func headerNumber(_ name: String) throws -> Int {
        guard let number = nextNumber() else { throw DatasetError("is a PNM image without a readable \(name)") }
        return number
    }

    /// A single white space divides the header from binary values, which may themselves begin with one.
    mutating func skipOneSpace() throws {
        guard position < bytes.count, bytes[position].isSpace else { throw DatasetError("is a PNM image with a damaged header") }
        position += 1
    }

    mutating func packedBits(width: Int, height: Int) -> [UInt8] {
        let rowBytes = (width + 7) / 8
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                let bit = bytes[position + y * rowBytes + x / 8] >> UInt8(7 - x % 8) & 1
                pixels.append(bit == 1 ? 0 : 255)
            }
        }
        return pixels
    }

    /// Plain bits need no space between them.
    mutating func plainBits(count: Int) throws -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count)
        while pixels.count < count {
            skipSpaceAndComments()
            guard position < bytes.count else { throw DatasetError("is a PNM image that ends too early") }
            switch bytes[position] {
            case UInt8(ascii: "0"): pixels.append(255)
            case UInt8(ascii: "1"): pixels.append(0)
            default: throw DatasetError("is a PNM bitmap with a value that is neither 0 nor 1")
            }
            position += 1
        }
        return pixels
    }

    mutating func samples(count: Int, maximum: Int) throws -> [UInt8] {
        if maximum == 255 { return Array(bytes[position..<position + count]) }
        let scale = SampleScale(maximum: maximum)
        let isWide = maximum > 255
        return (0..<count).map { index in
            let value =
                isWide
                ? Int(bytes[position + 2 * index]) << 8 | Int(bytes[position + 2 * index + 1]) : Int(bytes[position + index])
            return scale.byte(value)
        }
    }

    mutating func plainSamples(count: Int, maximum: Int) throws -> [UInt8] {
        let scale = SampleScale(maximum: maximum)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count)
        while pixels.count < count {
            guard let value = nextNumber() else { throw DatasetError("is a PNM image that ends too early or holds no number") }
            pixels.append(scale.byte(value))
        }
        return pixels
    }

    /// The next decimal number; `nil` at the end, at anything else than digits, and beyond nine digits.
    private mutating func nextNumber() -> Int? {
        skipSpaceAndComments()
        var number = 0
        let start = position
        while position < bytes.count, let digit = bytes[position].decimalDigit {
            guard position - start < 9 else { return nil }
            number = number * 10 + digit
            position += 1
        }
        return position > start ? number : nil
    }

    private mutating func skipSpaceAndComments() {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "#") {
                while position < bytes.count, !bytes[position].isLineEnd { position += 1 }
            } else if bytes[position].isSpace {
                position += 1
            } else {
                return
            }
        }
    }
}

/// Maps `0 ... maximum` to `0 ... 255`, rounded; a value above the maximum counts as the maximum.
private struct SampleScale {
    let maximum: Int

    func byte(_ value: Int) -> UInt8 {
        UInt8((min(value, maximum) * 255 + maximum / 2) / maximum)
    }
}

extension UInt8 {
    fileprivate var isLineEnd: Bool { self == 0x0A || self == 0x0D }
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    fileprivate var decimalDigit: Int? { (0x30...0x39).contains(self) ? Int(self) - 0x30 : nil }
}
