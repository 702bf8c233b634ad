/// What numbers a network's convolutions and linear layers multiply. Sums, parameters and their gradients are f32 always.
public enum Precision: String, Hashable, Sendable, Codable, CaseIterable {
    case f32
    /// Eight bits of mantissa: half the bytes, and twice the speed where the processor multiplies them.
    case bf16
    /// Whatever is fastest for each layer on this processor.
    case auto
}
