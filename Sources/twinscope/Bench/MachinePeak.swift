import Engine
import MetricLearning
import Networks

/// What this machine can do at best: the two roofs of a roofline (Williams, Waterman, Patterson 2009).
struct MachinePeak: Encodable {
    /// GFLOP/s of a large convolution that oneDNN computes directly.
    let float32: Double
    /// `nil` where it does not multiply bfloat16.
    let bfloat16: Double?
    /// GB/s that are read and written together by a ReLU over more than the caches hold.
    let memoryBandwidth: Double

    /// GFLOP/s that a precision can be held against.
    func gigaflops(_ precision: Precision) -> Double {
        precision == .f32 ? float32 : max(float32, bfloat16 ?? 0)
    }

    /// - Parameter seconds: for each figure.
    init(threads: Int, seconds: Double) throws {
        let convolutions = Workload(
            layers: [.convolution(256, kernel: 1), .convolution(256, kernel: 3, padding: 1), .convolution(256, kernel: 3)],
            input: .image(channels: 64, height: 28, width: 28), images: 8)
        func multiplied(_ precision: Precision) throws -> Double {
            try convolutions.best(precision, threads, seconds) { time, graph in
                time.work == .forward ? Work(graph).layer(time.layer, images: convolutions.images) : 0
            }
        }
        float32 = try multiplied(.f32)
        bfloat16 = ComputeLibrary.computesBFloat16 ? try multiplied(.bf16) : nil
        let large = Workload(layers: [.relu], input: .image(channels: 32, height: 1024, width: 1024), images: 1)
        memoryBandwidth = try large.best(.f32, threads, seconds) { time, _ in time.work == .forward ? Double(time.bytes) : 0 }
    }
}

/// A network that is run for the sake of its best layer.
private struct Workload {
    let layers: [Layer]
    let input: TensorShape
    let images: Int

    /// The most that any step does in a nanosecond.
    func best(
        _ precision: Precision, _ threads: Int, _ duration: Double, _ amount: (StepTime, NetworkGraph) -> Double
    ) throws -> Double {
        let graph = try NetworkGraph(NetworkSpec(name: "peak", input: input, layers: layers))
        let options = EngineOptions(images: 2, threads: threads, precision: precision, inferenceImages: images)
        let engine = try Engine(
            graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)), options: options)
        let values = [Float](repeating: 0.5, count: images * graph.input.count)
        var output = Matrix(rows: images, columns: graph.output.count)
        var best = 0.0
        try repeated(for: duration) { _ in
            for time in try engine.timingSteps({ try engine.embed(values, count: images, into: &output) }) {
                best = max(best, amount(time, graph) / time.seconds * 1e-9)
            }
        }
        return best
    }
}
