import Dashboard
import Foundation
import Testing

@testable import Terminal

@Suite struct PixelEncodingTests {
    private func picture(_ width: Int, _ height: Int, _ channels: Int, _ pixels: [UInt8]) throws -> Picture {
        try #require(Picture(width: width, height: height, channels: channels, pixels: pixels))
    }

    @Test func aSmallPictureForKitty() throws {
        let shown = PixelPicture(try picture(2, 1, 1, [0, 255]), column: 3, row: 4, columns: 6, rows: 2)
        #expect(KittyGraphics.show(shown) == "\u{1B}_Ga=T,f=24,s=2,v=1,c=6,r=2,C=1,q=2,m=0;AAAA////\u{1B}\\")
    }

    @Test func aLargePictureForKittyComesInPieces() throws {
        let pixels = (0..<64 * 64 * 3).map { UInt8($0 % 251) }
        let text = KittyGraphics.show(PixelPicture(try picture(64, 64, 3, pixels), column: 0, row: 0, columns: 8, rows: 4))
        let pieces = text.components(separatedBy: "\u{1B}\\").filter { !$0.isEmpty }
        #expect(pieces.count == 4)
        #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}_G") })
        #expect(pieces.dropLast().allSatisfy { $0.contains("m=1;") } && pieces.last?.contains("m=0;") == true)
        let data = pieces.compactMap { $0.split(separator: ";").last }.joined()
        #expect(Data(base64Encoded: data) == Data(pixels))
    }

    @Test func aSmallPictureForSixel() throws {
        // A white corner on black, twice as large.
        let text = SixelGraphics.show(try picture(2, 2, 1, [255, 0, 0, 0]), width: 4, height: 4)
        #expect(text == "\u{1B}P0;1;0q\"1;1;4;4#0;2;100;100;100#1;2;0;0;0#0BB??$#1KKNN-\u{1B}\\")
    }

    @Test(arguments: [1, 3]) func sixelsReadBackAreThePicture(channels: Int) throws {
        let (width, height) = (37, 23)
        // Levels that the few colours hold exactly.
        let pixels = (0..<width * height * channels).map { place in
            let steps = channels == 1 ? 32 : 6
            return UInt8((place * 7 + place / 11) % steps * 255 / (steps - 1))
        }
        let text = SixelGraphics.show(try picture(width, height, channels, pixels), width: width, height: height)
        let dots = SixelReader(text, width: width, height: height).dots
        for place in 0..<width * height {
            let color = (0..<3).map { Int(pixels[place * channels + (channels == 3 ? $0 : 0)]) }
            let dot = try #require(dots[place], "every dot has a colour")
            for (want, got) in zip(color, dot) { #expect(abs(want * 100 / 255 - got) <= 2) }
        }
    }
}

/// As much of a sixel terminal as the encoder uses: percent of red, green and blue for every dot that was set.
private struct SixelReader {
    private(set) var dots: [[Int]?]

    init(_ text: String, width: Int, height: Int) {
        dots = Array(repeating: nil, count: width * height)
        var colors: [Int: [Int]] = [:]
        var (x, top, color) = (0, 0, 0)
        let body = Array(text.unicodeScalars.drop { $0 != "#" })
        var place = 0
        func numbers() -> [Int] {
            var all: [Int] = [0]
            while place < body.count, ("0"..."9").contains(body[place]) || body[place] == ";" {
                if body[place] == ";" {
                    all.append(0)
                } else {
                    all[all.count - 1] = all[all.count - 1] * 10 + Int(body[place].value) - 48
                }
                place += 1
            }
            return all
        }
        func draw(_ scalar: Unicode.Scalar, _ count: Int) {
            for _ in 0..<count {
                for row in 0..<6 where (scalar.value - 63) >> UInt32(row) & 1 == 1 {
                    dots[(top + row) * width + x] = colors[color]
                }
                x += 1
            }
        }
        while place < body.count {
            let scalar = body[place]
            place += 1
            switch scalar {
            case "#":
                let read = numbers()
                color = read[0]
                if read.count == 5 { colors[color] = Array(read[2...]) }
            case "!":
                let count = numbers()[0]
                draw(body[place], count)
                place += 1
            case "$": x = 0
            case "-": (x, top) = (0, top + 6)
            case "\u{1B}": return
            default: draw(scalar, 1)
            }
        }
    }
}
