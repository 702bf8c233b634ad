import Foundation

/// A random generator that is a value: xoshiro256** (Blackman, Vigna 2018), seeded by SplitMix64.
///
/// Nothing in Twinscope is random in any other way. `derived(_:)` makes independent generators for a purpose and a position
/// ("pairs", step 17), so that any point of a run can be reached again without replaying what came before.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable, Codable {
    private let seed: UInt64
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    public init(seed: UInt64) {
        self.seed = seed
        var mixer = SplitMix(state: seed)
        s0 = mixer.next()
        s1 = mixer.next()
        s2 = mixer.next()
        s3 = mixer.next()
    }

    public mutating func next() -> UInt64 {
        let result = (s1 &* 5).rotated(left: 7) &* 9
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = s3.rotated(left: 45)
        return result
    }

    /// An independent generator for a named purpose and positions within it. Depends on the seed only, not on what was drawn.
    public func derived(_ purpose: String, _ positions: Int...) -> SeededGenerator {
        var mixer = SplitMix(state: seed ^ purpose.stableHash)
        var derivedSeed = mixer.next()
        for position in positions {
            mixer = SplitMix(state: derivedSeed ^ UInt64(bitPattern: Int64(position)))
            derivedSeed = mixer.next()
        }
        return SeededGenerator(seed: derivedSeed)
    }

    /// Uniform in `0 ..< 1`, 24 bits.
    public mutating func uniform() -> Float {
        Float(next() >> 40) * 0x1p-24
    }

    public mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Uniform in `0 ..< bound`, by Lemire's multiplication; `bound` must be positive.
    public mutating func index(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller 1958; the second value is not kept, so that a draw has no memory).
    public mutating func normal() -> Float {
        let radius = (-2 * log(1 - Double(uniform()))).squareRoot()
        return Float(radius * cos(2 * Double.pi * Double(uniform())))
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension UInt64 {
    fileprivate func rotated(left bits: UInt64) -> UInt64 {
        (self << bits) | (self >> (64 - bits))
    }
}

extension String {
    /// FNV-1a: Swift's own hash changes from process to process.
    fileprivate var stableHash: UInt64 {
        utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
