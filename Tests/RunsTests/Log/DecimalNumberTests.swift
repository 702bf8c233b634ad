import Networks
import Testing

@testable import Runs

/// Held to the standard library's own reading of the same text, to the last bit.
@Suite struct DecimalNumberTests {
    private func read(_ text: String) -> DecimalNumber? {
        var text = text
        return text.withUTF8 { bytes in
            var cursor = ByteCursor(UnsafeRawBufferPointer(bytes))
            let number = cursor.takeNumber()
            return cursor.isAtEnd ? number : nil
        }
    }

    @Test func everyFloatReadsAsItWasWritten() {
        var generator = SeededGenerator(seed: 1)
        var understood = 0
        for _ in 0..<20_000 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
            guard value.isFinite, let number = read(value.description), let float = number.float else { continue }
            understood += 1
            #expect(float.bitPattern == value.bitPattern, "\(value)")
        }
        // Very large and very small numbers are left to the general decoder.
        #expect(understood > 3_000)
    }

    @Test func everyUsualNumberIsUnderstood() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let float = generator.uniform() * (generator.uniform() < 0.5 ? 1e-5 : 1e3)
            #expect(read(float.description)?.float?.bitPattern == float.bitPattern)
            let double = Double(generator.next() >> 11) * 0x1p-40
            #expect(read(double.description)?.double?.bitPattern == double.bitPattern)
            // With all its digits after zeros that count for nothing.
            let share = Double(generator.next() >> 11) * 0x1p-63
            #expect(read(share.description)?.double?.bitPattern == share.bitPattern)
        }
    }

    @Test(arguments: [
        // Halfway between two floats, just below and just above: one rounding is right, two are not.
        "1.000000059604644775", "1.0000000596046447", "1.0000000596046448", "16777217", "16777219", "0", "-0.0", "1e19",

        "1.7976931348623157", "0.1", "0.30000000000000004", "9007199254740993", "123456789012345678e-19", "-2.5E+3",
    ])
    func roundsOnce(_ text: String) throws {
        let number = try #require(read(text))
        if let double = number.double { #expect(double.bitPattern == Double(text)?.bitPattern) }
        if let float = number.float { #expect(float.bitPattern == Float(text)?.bitPattern) }
    }

    @Test(arguments: ["", "-", ".5", "1.", "1e", "1e+", "+1", "nan", "1e99999", "12345678901234567890", "0x10", "1,2"])
    func whatIsNoNumberIsNone(_ text: String) {
        #expect(read(text) == nil)
    }
}
