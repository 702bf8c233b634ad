import Dashboard
import Testing

@testable import Terminal

@Suite struct PaletteReductionTests {
    @Test(arguments: [
        (color: Color.standard, colors: 256, index: -1), (.palette(208), 256, 208), (.palette(196), 16, 9), (.palette(9), 8, 1),
        (.palette(196), 8, 1), (.palette(231), 16, 15), (.palette(16), 8, 0), (.palette(244), 16, 8), (.palette(46), 0, -1),
    ])
    func colorsComeDownToTheNearest(color: Color, colors: Int, index: Int) {
        #expect(PaletteReduction.index(of: color, colors: colors) == Int32(index))
    }

    @Test func everyColorFitsEveryTerminal() {
        for colors in [8, 16, 256] {
            for index in UInt8.min...UInt8.max {
                #expect((0..<Int32(colors)).contains(PaletteReduction.index(of: .palette(index), colors: colors)))
            }
        }
    }
}
