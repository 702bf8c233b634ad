import Foundation

/// Everything that one call of `twinscope bench` measured.
struct BenchReport: Encodable {
    let peak: MachinePeak
    /// From the launch of the program to the end of the first network's first training step.
    let secondsToFirstStep: Double?
    let results: [BenchResult]

    var closingLine: String {
        let first = secondsToFirstStep.map { String(format: "; first training step %.2f s after the launch", $0) } ?? ""
        let float32 = String(format: "peak of this machine: %.0f GFLOP/s in f32", peak.float32)
        let bfloat16 = peak.bfloat16.map { String(format: "%.0f in bf16", $0) } ?? "no bf16 on this processor"
        let memory = String(format: "memory %.0f GB/s", peak.memoryBandwidth)
        return "\(float32), \(bfloat16) (direct convolution), \(memory)\(first)"
    }
}
