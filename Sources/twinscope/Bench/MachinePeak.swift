import Engine
import MetricLearning
import Networks

/// The fastest that this machine multiplies, measured with a large convolution that oneDNN computes directly.
struct MachinePeak: Encodable {
    let float32: Double
    /// `nil` where it does not multiply bfloat16.
    let bfloat16: Double?

    /// GFLOP/s that a precision can be held against.
    func gigaflops(_ precision: Precision) -> Double {
        precision == .f32 ? float32 : max(float32, bfloat16 ?? 0)
    }

    /// - Parameter seconds: for each kind of number.
    init(threads: Int, seconds: Double) throws {
        float32 = try MachinePeak.measure(.f32, threads, seconds)
        bfloat16 = ComputeLibrary.computesBFloat16 ? try MachinePeak.measure(.bf16, threads, seconds) : nil
    }

    private static func measure(_ precision: Precision, _ threads: Int, _ duration: Double) throws -> Double {
        let layers: [Layer] = [
            .convolution(256, kernel: 1), .convolution(256, kernel: 3, padding: 1), .convolution(256, kernel: 3),
        ]
        let graph = try NetworkGraph(
            NetworkSpec(name: "peak", input: .image(channels: 64, height: 28, width: 28), layers: layers))
        let images = 8
        let options = EngineOptions(images: 2, threads: threads, precision: precision, inferenceImages: images)
        let parameters = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1))
        let engine = try Engine(graph, parameters: parameters, options: options)
        let input = [Float](repeating: 0.5, count: images * graph.input.count)
        var output = Matrix(rows: images, columns: graph.output.count)
        var best = 0.0
        try repeated(for: duration) { _ in
            let times = try engine.timingSteps { try engine.embed(input, count: images, into: &output) }
            for time in times where time.work == .forward {
                best = max(best, Work(graph).layer(time.layer, images: images) / time.seconds * 1e-9)
            }
        }
        return best
    }
}
