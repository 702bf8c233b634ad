import Foundation

/// Characters as dots: letters from the font, everything else by its geometry.
enum GlyphMask {
    /// - Parameter scale: 1 for cells of 8x16 dots, 2 for 16x32.
    static func make(_ character: Character, scale: Int) -> CellMask {
        guard let scalar = character.unicodeScalars.first else { return blank(scale) }
        switch scalar.value {
        case 0x20: return blank(scale)
        case 0x2500...0x257F: return BoxGlyphs.mask(scalar.value, blank(scale), line: scale) ?? standIn(character, scale)
        case 0x2580...0x259F: return BlockGlyphs.mask(scalar.value, blank(scale))
        case 0x2800...0x28FF: return braille(UInt8(scalar.value - 0x2800), scale)
        default: return letter(character, scale) ?? standIn(character, scale)
        }
    }

    private static func blank(_ scale: Int) -> CellMask {
        CellMask(width: BitmapFont.width * scale, height: BitmapFont.height * scale)
    }

    private static func letter(_ character: Character, _ scale: Int) -> CellMask? {
        guard let rows = BitmapFont.rows(of: character) else { return nil }
        var mask = blank(1)
        for (y, row) in rows.enumerated() {
            for x in 0..<8 where row & (0x80 >> UInt8(x)) != 0 { mask.fill(x: x..<x + 1, y: y..<y + 1) }
        }
        return scale == 1 ? mask : mask.doubled()
    }

    /// A letter without its accent, or what a terminal without UTF-8 would show.
    private static func standIn(_ character: Character, _ scale: Int) -> CellMask {
        let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first.map(Character.init)
        let candidates = [base, Glyphs.ascii(character), "?"].compactMap { $0 }
        return candidates.lazy.compactMap { letter($0, scale) }.first ?? blank(scale)
    }

    /// Dots on an even grid of 2x4 across all cells, each half as wide as its place.
    private static func braille(_ pattern: UInt8, _ scale: Int) -> CellMask {
        var mask = blank(scale)
        let (width, height) = (mask.width / 2, mask.height / 4)
        for (bit, place) in [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)].enumerated()
        where pattern & (1 << UInt8(bit)) != 0 {
            let (left, top) = (place.0 * width + width / 4, place.1 * height + height / 4)
            mask.fill(x: left..<left + (width + 1) / 2, y: top..<top + (height + 1) / 2)
        }
        return mask
    }
}

/// Lines that join the middles of a cell's sides.
enum BoxGlyphs {
    /// Weights of the lines up, right, down and left: 0 none, 1 light, 2 heavy.
    private static let arms: [UInt32: (Int, Int, Int, Int)] = [
        0x2500: (0, 1, 0, 1), 0x2501: (0, 2, 0, 2), 0x2502: (1, 0, 1, 0), 0x2503: (2, 0, 2, 0), 0x250C: (0, 1, 1, 0),
        0x2510: (0, 0, 1, 1), 0x2514: (1, 1, 0, 0), 0x2518: (1, 0, 0, 1), 0x251C: (1, 1, 1, 0), 0x2524: (1, 0, 1, 1),
        0x252C: (0, 1, 1, 1), 0x2534: (1, 1, 0, 1), 0x253C: (1, 1, 1, 1), 0x256D: (0, 1, 1, 0), 0x256E: (0, 0, 1, 1),
        0x256F: (1, 0, 0, 1), 0x2570: (1, 1, 0, 0), 0x2574: (0, 0, 0, 1), 0x2575: (1, 0, 0, 0), 0x2576: (0, 1, 0, 0),
        0x2577: (0, 0, 1, 0),
    ]

    /// Dashes in a cell, and whether they stand upright.
    private static let dashes: [UInt32: (count: Int, isUpright: Bool)] = [
        0x2504: (3, false), 0x2506: (3, true), 0x2508: (4, false), 0x250A: (4, true), 0x254C: (2, false), 0x254E: (2, true),
    ]

    /// `nil` for the rarer ones, which the dashboard does not draw.
    static func mask(_ value: UInt32, _ blank: CellMask, line: Int) -> CellMask? {
        var mask = blank
        let (middle, centre) = (mask.width / 2 - line, mask.height / 2 - line)
        if let (count, isUpright) = dashes[value] {
            let length = isUpright ? mask.height : mask.width
            for dash in 0..<count {
                let stretch = dash * length / count..<dash * length / count + max(1, length / count / 2)
                if isUpright {
                    mask.fill(x: middle..<middle + line, y: stretch)
                } else {
                    mask.fill(x: stretch, y: centre..<centre + line)
                }
            }
            return mask
        }
        guard let (up, right, down, left) = arms[value] else { return nil }
        let isRound = (0x256D...0x2570).contains(value)
        let cut = isRound ? line : 0
        mask.fill(x: middle..<middle + line * up, y: 0..<centre + line - cut)
        mask.fill(x: middle..<middle + line * down, y: centre + cut..<mask.height)
        mask.fill(x: 0..<middle + line - cut, y: centre..<centre + line * left)
        mask.fill(x: middle + cut..<mask.width, y: centre..<centre + line * right)
        return mask
    }
}

/// Halves, eighths, quarters and shades of a cell.
enum BlockGlyphs {
    /// Upper left, upper right, lower left, lower right of the quadrants from U+2596 on.
    private static let quadrants: [[Bool]] = [
        [false, false, true, false], [false, false, false, true], [true, false, false, false], [true, false, true, true],
        [true, false, false, true], [true, true, true, false], [true, true, false, true], [false, true, false, false],
        [false, true, true, false], [false, true, true, true],
    ]

    static func mask(_ value: UInt32, _ blank: CellMask) -> CellMask {
        var mask = blank
        let (width, height) = (mask.width, mask.height)
        let code = Int(value) - 0x2580
        switch code {
        case 0: mask.fill(x: 0..<width, y: 0..<height / 2)
        case 1...8: mask.fill(x: 0..<width, y: height - height * code / 8..<height)
        case 9...15: mask.fill(x: 0..<width * (16 - code) / 8, y: 0..<height)
        case 16: mask.fill(x: width / 2..<width, y: 0..<height)
        case 17...19: mask.fill(x: 0..<width, y: 0..<height, UInt8(64 * (code - 16)))
        case 20: mask.fill(x: 0..<width, y: 0..<height / 8)
        case 21: mask.fill(x: width - width / 8..<width, y: 0..<height)
        default:
            guard quadrants.indices.contains(code - 22) else { return mask }
            for (place, isFilled) in quadrants[code - 22].enumerated() where isFilled {
                let (left, top) = (place % 2 * width / 2, place / 2 * height / 2)
                mask.fill(x: left..<left + width / 2, y: top..<top + height / 2)
            }
        }
        return mask
    }
}
