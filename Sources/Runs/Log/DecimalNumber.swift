/// A decimal number as it is written, `mantissa * 10^exponent`, and the binary number nearest to it.
struct DecimalNumber {
    var isNegative = false
    var mantissa: UInt64 = 0
    var exponent = 0

    /// `nil` where more than 64 bits would be needed to round rightly; such numbers are rare.
    var double: Double? {
        if let quotient { return isNegative ? -quotient : quotient }
        guard let magnitude = rounded(Double.init(_:), Double.init(sign:exponent:significand:)) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    var float: Float? {
        // Rounding twice is rounding once, but for a double half way between two floats.
        if let quotient, quotient.bitPattern & 0x1FFF_FFFF != 0x1000_0000 { return Float(isNegative ? -quotient : quotient) }
        guard let magnitude = rounded(Float.init(_:), Float.init(sign:exponent:significand:)) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    var integer: Int? {
        guard exponent == 0, let magnitude = Int(exactly: mantissa) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    /// The magnitude, where mantissa and power of ten are doubles themselves: then their quotient is rounded once (Clinger 1990,
    /// section 3). All but the longest numbers are of this kind.
    @inline(__always)
    private var quotient: Double? {
        guard mantissa <= 1 << 53, exponent <= 0, -exponent < Self.exactPowers.count else { return nil }
        return Double(mantissa) / Self.exactPowers[-exponent]
    }

    /// Divides 128 by 64 bits, so that the quotient has at least 62 bits; with the remainder kept as a sticky last bit, the one
    /// rounding to the result's precision is the right one (Clinger 1990, section 2, done in integers).
    @inline(__always)
    private func rounded<Result>(
        _ nearest: (UInt64) -> Result, _ scaled: (FloatingPointSign, Int, Result) -> Result
    ) -> Result? {
        if mantissa == 0 { return nearest(0) }
        if exponent >= 0 {
            guard exponent < 20 else { return nil }
            let (product, overflows) = mantissa.multipliedReportingOverflow(by: Self.powersOfFive[exponent] << UInt64(exponent))
            return overflows ? nil : nearest(product)
        }
        // The twos of the power of ten only move the binary point.
        guard -exponent < Self.powersOfFive.count else { return nil }
        let divisor = Self.powersOfFive[-exponent]
        let (up, down) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
        let dividend = mantissa << UInt64(up)
        // Half the dividend is smaller than any divisor whose first bit is set, so the quotient fits.
        let (quotient, remainder) = (divisor << UInt64(down)).dividingFullWidth((dividend >> 1, dividend << 63))
        return scaled(.plus, down - up - 63 + exponent, nearest(remainder == 0 ? quotient : quotient | 1))
    }

    /// Those below 2^64.
    private static let powersOfFive: [UInt64] = (0..<28).map { (0..<$0).reduce(UInt64(1)) { power, _ in power * 5 } }

    /// The powers of ten that a double holds exactly.
    private static let exactPowers: [Double] = (0..<23).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }
}
