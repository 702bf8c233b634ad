import Foundation
import Networks
import Testing

@testable import Interchange

@Suite struct PretrainedMatchTests {
    private let graph: NetworkGraph
    private let initial: ParameterSet

    init() throws {
        graph = try NetworkGraph(
            NetworkSpec(
                name: "sample", input: .image(channels: 1, height: 4, width: 4),
                layers: [.convolution(3, kernel: Extent(height: 2, width: 3)), .batchNorm(), .flatten, .linear(5, name: "fc")]))
        initial = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1))
    }

    @Test func everyNameThatDoesNotFitIsTold() throws {
        let weights = try PretrainedWeights(reading: PyTorchFileTests.path("plain.pth"))
        let match = try weights.matched(to: graph.name, graph.parameters, initial: initial)
        #expect(
            match.taken == [
                "conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var",
            ])
        #expect(match.missing == ["fc.weight", "fc.bias"])
        #expect(match.counters == 1)
        #expect(match.extra.contains("transposed") && !match.extra.contains("conv1.bias"))
        #expect(match.parameters["conv1.weight"] == weights.tensors["conv1.weight"])
        #expect(match.parameters["fc.weight"] == initial["fc.weight"])
        #expect(match.report.contains { $0.contains("fc.weight") && $0.contains("fc.bias") })
    }

    /// A file of safetensors begins with its header's length, and a pickle with 0x80.
    @Test func aHeaderOf128BytesIsNoPickle() throws {
        let header = #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let path = NSTemporaryDirectory() + "twinscope-\(UUID().uuidString).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = [0x80, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + Array(repeating: 0x20, count: 128 - header.utf8.count)
        try Data(bytes + [0, 0, 0x80, 0x3F]).write(to: URL(fileURLWithPath: path))
        #expect(try PretrainedWeights(reading: path).tensors["w"]?.values == [1])
    }

    @Test func wrapperPrefixIsLeftOut() throws {
        let weights = try PretrainedWeights(reading: PyTorchFileTests.path("parameters.pth"))
        let match = try weights.matched(to: graph.name, graph.parameters, initial: initial)
        #expect(match.prefix == "module.")
        #expect(match.taken.count == 6)
        #expect(match.extra == [])
    }

    @Test func wrongShapeIsToldAndNotTaken() throws {
        var tensors = ParameterSet()
        tensors["conv1.weight"] = Tensor(shape: [3, 3, 2, 3])
        tensors["conv1.bias"] = Tensor(shape: [3], values: [1, 2, 3])
        let match = try PretrainedWeights(tensors: tensors).matched(to: graph.name, graph.parameters, initial: initial)
        #expect(match.misshapen == [.init(name: "conv1.weight", given: [3, 3, 2, 3], wanted: [3, 1, 2, 3])])
        #expect(match.parameters["conv1.weight"] == initial["conv1.weight"])
        #expect(match.parameters["conv1.bias"]?.values == [1, 2, 3])
        #expect(match.report.contains { $0.contains("3x3x2x3") && $0.contains("3x1x2x3") })
    }

    /// Of a training that diverged: nothing that is made of them could be used.
    @Test(arguments: [Float.nan, .infinity]) func weightsThatAreNoNumbersAreRefused(_ value: Float) throws {
        var tensors = initial
        tensors["conv1.bias"]?.values[1] = value
        let error = #expect(throws: InterchangeError.self) {
            try PretrainedWeights(tensors: tensors).matched(to: graph.name, graph.parameters, initial: initial)
        }
        #expect(error.map { "\($0)".contains("conv1.bias") } == true)
    }

    @Test func weightsOfAnotherNetworkAreRefused() throws {
        var tensors = ParameterSet()
        tensors["encoder.kernel"] = Tensor(shape: [1])
        #expect {
            try PretrainedWeights(tensors: tensors).matched(to: graph.name, graph.parameters, initial: initial)
        } throws: { error in
            "\(error)".contains("encoder.kernel") && "\(error)".contains("conv1.weight")
        }
    }
}
