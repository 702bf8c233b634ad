import Foundation

/// A place in bytes that nobody has checked yet; it never reads beyond their end.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Goes past `word` where it comes next.
    @inline(__always)
    mutating func take(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard bytes.count - position >= length, let start = bytes.baseAddress,
            memcmp(start + position, word.utf8Start, length) == 0
        else { return false }
        position += length
        return true
    }

    /// Goes past a number of up to 19 digits, zeros before the first one not counted, as JSON writes one.
    @inline(__always)
    mutating func takeNumber() -> DecimalNumber? {
        var number = DecimalNumber()
        number.isNegative = take("-")
        var significant = 0
        let whole = takeDigits(&number.mantissa, &significant)
        var fraction = 0
        if whole > 0, take(".") {
            fraction = takeDigits(&number.mantissa, &significant)
            guard fraction > 0 else { return nil }
        }
        guard whole > 0, significant <= 19 else { return nil }
        number.exponent = -fraction
        guard take("e") || take("E") else { return number }
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        var exponent: UInt64 = 0
        var digits = 0
        guard (1...4).contains(takeDigits(&exponent, &digits)) else { return nil }
        number.exponent += isNegative ? -Int(exponent) : Int(exponent)
        return number
    }

    /// - Parameter significant: counts the digits from the first one that is not zero; what is beyond the nineteenth is not kept.
    /// - Returns: how many there are.
    @inline(__always)
    private mutating func takeDigits(_ value: inout UInt64, _ significant: inout Int) -> Int {
        let start = position
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ UInt64(digit)
            if value != 0 { significant += 1 }
            position += 1
        }
        return position - start
    }
}
