import Testing

@testable import Dashboard

/// Frames as pictures: every character that a screen may draw has dots of its own.
@Suite struct FramePictureTests {
    private func dots(_ character: Character, scale: Int = 1) -> [String] {
        let mask = GlyphMask.make(character, scale: scale)
        return (0..<mask.height).map { y in String((0..<mask.width).map { mask[$0, y] > 127 ? "#" : "." }) }
    }

    @Test func theFontHasEveryVisibleASCIICharacterAndAllDiffer() throws {
        let characters = (0x21...0x7E).compactMap(Unicode.Scalar.init).map(Character.init)
        let all = try characters.map { try #require(BitmapFont.rows(of: $0), "\($0)") }
        #expect(all.allSatisfy { $0.count == BitmapFont.height && $0.contains { $0 != 0 } })
        #expect(Set(all).count == characters.count)
    }

    @Test func theMarksOfTheScreensAreInTheFont() {
        for character in "→←↑↓▲▼▶◀▸●○◆◇✓✗×·•…±≤Σ°" { #expect(BitmapFont.rows(of: character) != nil, "\(character)") }
    }

    @Test func linesJoinAcrossCells() {
        #expect(dots("─").filter { $0.contains("#") } == ["########"])
        #expect(dots("│").allSatisfy { $0 == "...#...." })
        #expect(dots("┼")[7] == "########" && dots("┼").allSatisfy { $0.dropFirst(3).first == "#" })
        // A corner leads to the right and down, and nowhere else.
        let corner = dots("╭")
        #expect(corner[7].hasSuffix("####") && corner[15] == "...#....")
        #expect(corner[0] == "........" && corner.allSatisfy { $0.hasPrefix("...") })
    }

    @Test func blocksFillWhatTheyName() {
        func share(_ character: Character) -> Int { dots(character).joined().count { $0 == "#" } }
        #expect(share("█") == 128)
        for (place, character) in "▁▂▃▄▅▆▇█".enumerated() { #expect(share(character) == 16 * (place + 1)) }
        for (place, character) in "▏▎▍▌▋▊▉".enumerated() { #expect(share(character) == 16 * (place + 1)) }
        for character in "▀▐" { #expect(share(character) == 64) }
        for (character, quarters) in zip("▖▗▘▙▚▛▜▝▞▟", [1, 1, 1, 3, 2, 3, 3, 1, 2, 3]) {
            #expect(share(character) == 32 * quarters)
        }
    }

    @Test func everyBrailleDotHasItsPlace() throws {
        var seen = Set<[String]>()
        for bit in 0..<8 {
            let scalar = try #require(Unicode.Scalar(0x2800 + UInt32(1 << bit)))
            let rows = dots(Character(scalar))
            #expect(rows.joined().count { $0 == "#" } == 4)
            seen.insert(rows)
        }
        #expect(seen.count == 8)
        #expect(dots("⠀").joined().allSatisfy { $0 == "." })
    }

    @Test func lettersOfOtherAlphabetsHaveAStandIn() {
        #expect(dots("ü") == dots("u"))
        #expect(dots("世") == dots("?"))
    }

    @Test func aFrameBecomesItsColours() throws {
        var frame = Frame(size: Size(columns: 2, rows: 1))
        frame[0, 0] = Cell("█", style: Style(foreground: .palette(196)))
        frame[1, 0] = Cell(" ", style: Style(background: .palette(21)))
        for scale in 1...2 {
            var drawing = FramePicture(scale: scale)
            let drawn = drawing.draw(frame)
            let picture = try #require(drawn)
            #expect((picture.width, picture.height, picture.channels) == (16 * scale, 16 * scale, 3))
            #expect(Array(picture.pixels.prefix(3)) == [255, 0, 0])
            #expect(Array(picture.pixels.suffix(3)) == [0, 0, 255])
        }
        frame[0, 0].style.reverse = true
        var light = FramePicture(isLight: true)
        let pixels = light.draw(frame)?.pixels
        #expect(try #require(pixels).prefix(3).allSatisfy { $0 > 240 }, "a light ground")
        let nothing = light.draw(Frame(size: Size(columns: 0, rows: 0)))
        #expect(nothing == nil)
    }

    @Test func keysAreFoundByTheirNames() {
        for key in [
            Key.character("j"), .character(" "), .enter, .escape, .tab, .backTab, .up, .left, .pageDown, .control("l"),
            .function(5), .delete, .home,
        ] { #expect(Key(named: key.name) == key) }
        #expect(Key(named: "Up") == .up)
        #expect(Key(named: "nothing") == nil)
    }
}
