import COneDNN
import MetricLearning
import Networks

/// oneDNN as it is on this machine, for people to read.
public enum ComputeLibrary {
    /// Of the library that is loaded: `2.6.3`.
    public static var version: String {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        onednn_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    /// The most advanced instructions that it uses.
    public static var instructionSet: String { String(cString: onednn_instruction_set()) }

    /// Whether the processor multiplies bfloat16 itself.
    public static var multipliesBFloat16: Bool { onednn_multiplies_bfloat16() }

    /// Whether it computes in bfloat16 at all: where the processor does not multiply it, some versions put float32 in its place.
    public static let computesBFloat16: Bool = {
        do {
            let graph = try NetworkGraph(
                NetworkSpec(
                    name: "probe", input: .image(channels: 16, height: 4, width: 4), layers: [.convolution(16, kernel: 3)]))
            var options = EngineOptions(images: 2)
            options.forcedArithmetic = .bfloat16
            _ = try SiameseEngine(
                graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)), options: options)
            return true
        } catch {
            return false
        }
    }()
}
