import Testing

@testable import Dashboard

@Suite struct PictureDrawingTests {
    private func draw(_ picture: Picture, _ size: Size, unicode: Bool = true, colors: Int = 256) -> Frame {
        var canvas = Canvas(size: size, capabilities: Capabilities(unicode: unicode, colors: colors))
        PictureDrawing.draw(picture, in: &canvas, rect: canvas.bounds)
        return canvas.frame
    }

    /// The dots of a frame of braille, as a grid.
    private func dots(_ frame: Frame) -> [[Bool]] {
        let bits = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
        return (0..<frame.size.rows * 4).map { y in
            (0..<frame.size.columns * 2).map { x in
                let value = Int(frame[x / 2, y / 4].character.unicodeScalars.first?.value ?? 0) - 0x2800
                return value > 0 && value & bits[y % 4][x % 2] != 0
            }
        }
    }

    @Test func aDrawingThatFitsIsShownDotForDot() throws {
        let picture = try #require(SampleDrawing.glyph(seed: 3))
        let dots = dots(draw(picture, Size(columns: 53, rows: 27)))
        for y in 0..<105 {
            for x in 0..<105 { #expect(dots[y][x] == (picture.pixels[y * 105 + x] == 0)) }
        }
    }

    @Test func theRarerValueIsTheInk() throws {
        let picture = try #require(SampleDrawing.glyph(seed: 3))
        let negative = try #require(Picture(width: 105, height: 105, channels: 1, pixels: picture.pixels.map { 255 - $0 }))
        let size = Size(columns: 53, rows: 27)
        #expect(draw(picture, size) == draw(negative, size))
    }

    @Test func aSmallerDrawingKeepsItsStrokesAndProportions() throws {
        let picture = try #require(SampleDrawing.glyph(seed: 3))
        let dots = dots(draw(picture, Size(columns: 40, rows: 10)))
        let columns = dots[0].indices.filter { x in dots.contains { $0[x] } }
        let rows = dots.indices.filter { dots[$0].contains(true) }
        let (width, height) = (columns.count, rows.count)
        #expect(width > 15 && height > 15 && abs(width - height) <= 6)
    }

    @Test func greysAndColoursComeFromTheRampAndTheCube() throws {
        let grey = draw(try #require(SampleDrawing.gradient(channels: 1)), Size(columns: 48, rows: 16))
        for cell in grey.cells {
            for case .palette(let index) in [cell.style.foreground, cell.style.background] {
                #expect(index >= 232 || [16, 59, 102, 145, 188, 231].contains(index), "a grey, not \(index)")
            }
        }
        #expect(Palette.nearest(Tone(red: 255, green: 0, blue: 0)) == .palette(196))
        #expect(Palette.nearest(Tone(red: 0, green: 0, blue: 0)) == .palette(16))
        #expect(Palette.nearest(Tone(red: 128, green: 128, blue: 128)) == .palette(244))
    }

    @Test func fewColoursMakeTexturesAndNoUnicodeMakesCharacters() throws {
        let picture = try #require(SampleDrawing.gradient(channels: 1))
        let dithered = dots(draw(picture, Size(columns: 24, rows: 8), colors: 8))
        let left = dithered.map { $0.prefix(16).count { $0 } }.reduce(0, +)
        let right = dithered.map { $0.suffix(16).count { $0 } }.reduce(0, +)
        #expect(left < right, "it brightens to the right")
        let ascii = draw(picture, Size(columns: 24, rows: 8), unicode: false, colors: 0)
        #expect(ascii.cells.allSatisfy { $0.character.isASCII })
        #expect(ascii.text.contains("@"))
    }

    @Test func faintDifferencesAreDrawnOutWhereShadesAreFew() throws {
        // A square a little lighter than what is around it, and noise that is no picture.
        let faint = (0..<64 * 64).map { place in
            (16..<48).contains(place % 64) && (16..<48).contains(place / 64) ? UInt8(120) : UInt8(90)
        }
        let size = Size(columns: 32, rows: 16)
        var shades = faint
        shades[0] = 91
        let drawn = dots(draw(try #require(Picture(width: 64, height: 64, channels: 1, pixels: shades)), size, colors: 8))
        #expect(drawn[24..<40].allSatisfy { $0[24..<40].allSatisfy { $0 } }, "light")
        #expect(drawn[0..<12].allSatisfy { $0.allSatisfy { !$0 } }, "dark")
        var even = Array(repeating: UInt8(128), count: 64 * 64)
        for place in stride(from: 0, to: even.count, by: 7) { even[place] = place % 2 == 0 ? 129 : 127 }
        let flat = dots(draw(try #require(Picture(width: 64, height: 64, channels: 1, pixels: even)), size, colors: 8))
        let share = Double(flat.joined().count { $0 }) / 4096
        #expect(share > 0.4 && share < 0.6, "grey stays grey")
    }

    @Test func everyPictureFitsInEveryRoom() throws {
        let pictures = [
            try #require(Picture(width: 1, height: 1, channels: 1, pixels: [7])),
            try #require(SampleDrawing.gradient(channels: 3, width: 500, height: 3)),
            try #require(SampleDrawing.gradient(channels: 1, width: 2, height: 300)), try #require(SampleDrawing.glyph(seed: 1)),
        ]
        for picture in pictures {
            for columns in [0, 1, 2, 7] {
                for rows in [0, 1, 5] {
                    for (unicode, colors) in [(true, 256), (true, 8), (false, 0)] {
                        _ = draw(picture, Size(columns: columns, rows: rows), unicode: unicode, colors: colors)
                    }
                }
            }
        }
        #expect(Picture(width: 2, height: 2, channels: 1, pixels: [1]) == nil)
        #expect(Picture(width: 0, height: 2, channels: 3, pixels: []) == nil)
    }
}
