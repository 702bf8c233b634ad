import Testing

@testable import Dashboard

@Suite struct HeatTests {
    @Test func heatIsBrightWhereItIs() throws {
        let grey = try #require(Picture(width: 20, height: 20, channels: 1, pixels: Array(repeating: 128, count: 400)))
        var heat = Array(repeating: Float(0), count: 100)
        heat[3 * 10 + 7] = 1
        let picture = try #require(grey.heated(by: heat, width: 10, height: 10))
        #expect(picture.width == 20 && picture.channels == 3)
        func tone(_ x: Int, _ y: Int) -> Tone { picture.mean(x: x, y: y, in: (20, 20)) }
        #expect(tone(15, 7).red > 200 && tone(15, 7).blue < 100)
        #expect(tone(2, 15).red == tone(2, 15).blue, "elsewhere it stays grey")
    }

    @Test func heatOfAnotherSizeIsRefused() throws {
        let grey = try #require(Picture(width: 2, height: 2, channels: 1, pixels: [0, 1, 2, 3]))
        #expect(grey.heated(by: [1, 2, 3], width: 2, height: 2) == nil)
        #expect(grey.heated(by: [], width: 0, height: 0) == nil)
        #expect(grey.heated(by: [.nan, 0, .infinity, 0], width: 2, height: 2)?.pixels.count == 12)
    }
}
