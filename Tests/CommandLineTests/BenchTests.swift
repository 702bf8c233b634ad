import Foundation
import Testing

/// `twinscope bench`, with so little to measure that it takes a moment; what it measures is no matter here.
@Suite(.serialized) struct BenchTests {
    private struct Report: Decodable {
        struct Peak: Decodable {
            let float32: Double
            let bfloat16: Double?
            let memoryBandwidth: Double
        }
        struct Layer: Decodable {
            let layer: String
            let work: String
            let implementation: String
            let milliseconds: Double
            let gigaflops: Double?
            let peakShare: Double?
            let bytes: Int
            let gigabytesPerSecond: Double
            let bandwidthShare: Double
        }
        struct Training: Decodable {
            let pairs: Int
            let milliseconds: Double
            let pairsPerSecond: Double
            let gigaflops: Double
            let peakShare: Double
            let layers: [Layer]?
        }
        struct Inference: Decodable {
            let images: Int
            let milliseconds: Double
        }
        struct Result: Decodable {
            let network: String
            let input: String
            let training: Training?
            let inference: [Inference]
        }
        let peak: Peak
        let results: [Result]
    }

    private func bench(_ scratch: ScratchFolder, _ more: String...) throws -> Program.Answer {
        let network = """
            {"name": "tiny", "input": "1x12x12", "layers": [
              {"type": "convolution", "channels": 8, "kernel": 3, "padding": 1}, {"type": "relu"}, {"type": "flatten"},
              {"type": "linear", "features": 4}]}
            """
        try scratch.write(Data(network.utf8), to: "tiny.json")
        let fixed = ["bench", "--network", scratch.path + "/tiny.json", "--batch", "3", "--seconds", "0.01", "--threads", "1"]
        return try Program.run(fixed + more)
    }

    @Test func figuresForScriptsHangTogether() throws {
        let answer = try bench(ScratchFolder(), "--json", "--layers")
        #expect(answer.code == 0, "\(answer.error)")
        let report = try JSONDecoder().decode(Report.self, from: Data(answer.output.utf8))
        let result = try #require(report.results.first)
        #expect(report.results.count == 1 && result.network == "tiny" && result.input == "1x12x12")
        #expect(report.peak.float32 > 0 && report.peak.bfloat16 != 0)
        let training = try #require(result.training)
        #expect(training.pairs == 3)
        #expect(abs(training.pairsPerSecond * training.milliseconds / 1e3 - 3) < 1e-6)
        // The first layer's input needs no gradient: twice 8 x 1 x 9 multiplications a pixel, and three times the linear layer.
        let (convolution, linear) = (144 * 72, 8 * 144 * 4)
        let operations = Double(2 * 6 * (2 * convolution + 3 * linear))
        let measured = training.gigaflops * training.milliseconds * 1e6
        #expect(abs(measured / operations - 1) < 1e-6)
        #expect(result.inference.map(\.images) == [1, 32])
        let layers = try #require(training.layers)
        for work in ["forward", "backward weights"] {
            let times = layers.filter { $0.layer == "conv1" && $0.work == work }
            #expect(times.count == 1 && times.allSatisfy { !$0.implementation.isEmpty && $0.milliseconds > 0 }, "\(work)")
        }
        #expect(!layers.contains { $0.layer == "conv1" && $0.work == "backward data" })
        try rooflineHangsTogether(report.peak, layers)
    }

    private func rooflineHangsTogether(_ peak: Report.Peak, _ layers: [Report.Layer]) throws {
        for layer in layers {
            #expect(abs(layer.bandwidthShare * peak.memoryBandwidth / layer.gigabytesPerSecond - 1) < 1e-6, "\(layer.layer)")
            #expect((layer.gigaflops == nil) == (layer.peakShare == nil), "\(layer.layer)")
        }
        // Six images of one channel, eight maps, eight kernels of nine weights, eight biases, in float32.
        let convolution = try #require(layers.first { $0.layer == "conv1" && $0.work == "forward" })
        #expect(convolution.bytes >= 4 * (6 * 144 + 8 * 9 + 8), "\(convolution.bytes)")
        #expect(convolution.bytes <= 4 * (6 * 144 + 16 * 9 * 16 + 16 + 6 * 144 * 16), "\(convolution.bytes)")
    }

    @Test func aPersonReadsATable() throws {
        let answer = try bench(ScratchFolder(), "--only", "training", "--precision", "f32")
        #expect(answer.code == 0, "\(answer.error)")
        #expect(answer.output.contains("tiny 1x12x12, f32, 1 thread"))
        #expect(answer.output.contains("training, 3 pairs") && answer.output.contains("pairs/s"))
        #expect(!answer.output.contains("inference"))
        #expect(answer.output.contains("peak of this machine") && answer.output.contains("GB/s"))
        let layers = try bench(ScratchFolder(), "--only", "training", "--layers")
        #expect(layers.output.contains(/conv1 +forward .* MB .* GB\/s +\d+ % of (peak|memory)/), "\(layers.output)")
    }

    @Test func imagesOfAFolderAreLoadedMeanwhile() throws {
        let scratch = try ScratchFolder()
        let answer = try bench(scratch, "--only", "training", "--data", scratch.addImages())
        #expect(answer.code == 0, "\(answer.error)")
        #expect(answer.output.contains("data wait"))
        let wrong = try bench(scratch, "--data", scratch.path + "/nothing")
        #expect(wrong.code == 66 && wrong.error.contains("does not exist"))
    }
}
