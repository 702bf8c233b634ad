/// How a camera was held: what has to be done to an image's rows and columns so that it stands upright (Exif 2.32, tag 0x0112).
enum Orientation: Int {
    case upright = 1
    case mirrored, halfTurn, mirroredHalfTurn
    case mirroredQuarterTurnLeft, quarterTurnRight, mirroredQuarterTurnRight, quarterTurnLeft

    /// What a JPEG file says of itself; upright where it says nothing that can be understood.
    init(jpeg bytes: [UInt8]) {
        self = Self.exif(in: bytes).flatMap(Self.tag).flatMap(Orientation.init(rawValue:)) ?? .upright
    }

    /// Whether columns become rows.
    fileprivate var turnsSideways: Bool { rawValue >= 5 }

    /// Where in the file's image the pixel at a place of the upright one comes from.
    fileprivate func source(row: Int, column: Int, width: Int, height: Int) -> (row: Int, column: Int) {
        let (right, bottom) = (width - 1, height - 1)
        return switch self {
        case .upright: (row, column)
        case .mirrored: (row, right - column)
        case .halfTurn: (bottom - row, right - column)
        case .mirroredHalfTurn: (bottom - row, column)
        case .mirroredQuarterTurnLeft: (column, row)
        case .quarterTurnRight: (bottom - column, row)
        case .mirroredQuarterTurnRight: (bottom - column, right - row)
        case .quarterTurnLeft: (column, right - row)
        }
    }

    // MARK: Reading

    /// The TIFF block of the first segment that holds one. Segments are `FF kind length-of-two-bytes ...`.
    private static func exif(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 2
        while place + 4 <= bytes.count {
            let kind = bytes[place + 1]
            // Bytes to fill up, and bytes between two segments that should not be there, are passed over as the decoder does. Then
            // markers without a length, and the scan, behind which there is no more.
            guard bytes[place] == 0xFF, kind != 0xFF, kind != 0 else {
                place += 1
                continue
            }
            guard kind != 0xDA, kind != 0xD9, !(0xD0...0xD8).contains(kind), kind != 0x01 else { return nil }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            let segment = bytes[place + 4..<end]
            if kind == 0xE1, segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) { return segment.dropFirst(6) }
            place = end
        }
        return nil
    }

    /// The orientation in the first directory of a TIFF block.
    private static func tag(_ tiff: ArraySlice<UInt8>) -> Int? {
        let isLittle = tiff.starts(with: [0x49, 0x49, 0x2A, 0])
        guard isLittle || tiff.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
        func number(at offset: Int, bytes count: Int) -> Int? {
            guard offset >= 0, offset + count <= tiff.count else { return nil }
            let bytes = tiff[tiff.startIndex + offset..<tiff.startIndex + offset + count]
            return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2) else { return nil }
        for entry in 0..<entries {
            let place = directory + 2 + 12 * entry
            guard let tag = number(at: place, bytes: 2) else { return nil }
            if tag == 0x0112 { return number(at: place + 8, bytes: 2) }
        }
        return nil
    }
}

extension DecodedImage {
    /// The image as it was seen.
    func upright(_ orientation: Orientation) -> DecodedImage {
        guard orientation != .upright else { return self }
        let (newWidth, newHeight) = orientation.turnsSideways ? (height, width) : (width, height)
        var turned: [UInt8] = []
        turned.reserveCapacity(pixels.count)
        for row in 0..<newHeight {
            for column in 0..<newWidth {
                let source = orientation.source(row: row, column: column, width: width, height: height)
                let place = (source.row * width + source.column) * channels
                for channel in 0..<channels { turned.append(pixels[place + channel]) }
            }
        }
        return DecodedImage(width: newWidth, height: newHeight, channels: channels, pixels: turned, flaw: flaw)
    }
}
