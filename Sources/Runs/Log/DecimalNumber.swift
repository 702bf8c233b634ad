/// A decimal number as it is written, `mantissa * 10^exponent`, and the binary number nearest to it.
struct DecimalNumber {
    var isNegative = false
    var mantissa: UInt64 = 0
    var exponent = 0

    /// `nil` where more than 64 bits would be needed to round rightly; such numbers are rare.
    var double: Double? {
        guard let magnitude = rounded(Double.init(_:), Double.init(sign:exponent:significand:)) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    var float: Float? {
        guard let magnitude = rounded(Float.init(_:), Float.init(sign:exponent:significand:)) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    var integer: Int? {
        guard exponent == 0, let magnitude = Int(exactly: mantissa) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    /// Divides 128 by 64 bits, so that the quotient has at least 62 bits; with the remainder kept as a sticky last bit, the one
    /// rounding to the result's precision is the right one (Clinger 1990, section 2, done in integers).
    @inline(__always)
    private func rounded<Result>(
        _ nearest: (UInt64) -> Result, _ scaled: (FloatingPointSign, Int, Result) -> Result
    ) -> Result? {
        if mantissa == 0 { return nearest(0) }
        if exponent >= 0 {
            guard exponent < Self.powers.count else { return nil }
            let (product, overflows) = mantissa.multipliedReportingOverflow(by: Self.power(exponent))
            return overflows ? nil : nearest(product)
        }
        guard -exponent < Self.powers.count else { return nil }
        let divisor = Self.power(-exponent)
        let (up, down) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
        let dividend = mantissa << UInt64(up)
        // Half the dividend is smaller than any divisor whose first bit is set, so the quotient fits.
        let (quotient, remainder) = (divisor << UInt64(down)).dividingFullWidth((dividend >> 1, dividend << 63))
        return scaled(.plus, down - up - 63, nearest(remainder == 0 ? quotient : quotient | 1))
    }

    /// The powers of ten below 2^64.
    private static let powers: [UInt64] = (0..<20).map { (0..<$0).reduce(UInt64(1)) { power, _ in power * 10 } }

    @inline(__always)
    private static func power(_ exponent: Int) -> UInt64 { powers[exponent] }
}
