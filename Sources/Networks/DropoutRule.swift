/// Decides which values a dropout layer keeps, by a hash of the seed, the layer, the step and the value's place.
///
/// No state is drawn from, so both engines, any order of work and any number of threads drop the same values.
public struct DropoutRule: Sendable {
    @usableFromInline let key: UInt64
    @usableFromInline let threshold: UInt32

    public init(seed: UInt64, layer: String, step: Int, probability: Float) {
        var generator = SeededGenerator(seed: seed).derived("dropout " + layer, step)
        key = generator.next()
        threshold = UInt32(clamping: Int64(Double(probability) * 0x1p32))
    }

    /// - Parameter index: the value's place in the plain `[N, C, H, W]` or `[N, F]` order of the batch.
    @inlinable
    public func keeps(_ index: Int) -> Bool {
        hash(index) >= threshold
    }

    @inlinable
    func hash(_ index: Int) -> UInt32 {
        // The finalizer of MurmurHash3 (Appleby 2011): every input bit reaches every output bit.
        var mixed = key &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ (mixed >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return UInt32(truncatingIfNeeded: (mixed ^ (mixed >> 33)) >> 32)
    }
}
