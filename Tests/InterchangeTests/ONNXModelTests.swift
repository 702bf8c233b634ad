import Datasets
import Foundation
import Interchange
import Networks
import Testing
import Training

/// What is in the bytes of a model. That ONNX Runtime computes the same with it is checked by Tests/Peers/check_onnx.py.
@Suite struct ONNXModelTests {
    private func parts(
        _ layers: [Layer], input: TensorShape = .image(channels: 2, height: 9, width: 7), normalization: PixelNormalization? = nil
    ) throws -> (model: ProtobufReader, graph: ProtobufReader, nodes: [ProtobufReader]) {
        let graph = try NetworkGraph(NetworkSpec(name: "sample", input: input, layers: layers))
        let parameters = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1))
        let data = try ONNXModel(
            graph, parameters: parameters, normalization: normalization, metadata: [("key", "value")], version: "1"
        ).data
        let model = try ProtobufReader(data)
        let inside = try #require(try model.messages(7).first)
        return (model, inside, try inside.messages(1))
    }

    private func operators(_ nodes: [ProtobufReader]) -> [String] { nodes.flatMap { $0.texts(4) } }

    @Test func headNamesVersionsAndMetadata() throws {
        let (model, graph, _) = try parts([.flatten, .linear(3)])
        #expect(model.numbers(1) == [8])
        #expect(try model.messages(8).flatMap { $0.numbers(2) } == [17])
        #expect(try model.messages(14).map { $0.texts(1) + $0.texts(2) } == [["key", "value"]])
        #expect(graph.texts(2) == ["sample"])
    }

    @Test func batchIsSymbolic() throws {
        let (_, graph, _) = try parts([.flatten, .linear(3)])
        for (field, name, sides) in [(11, "images", [2, 9, 7]), (12, "embeddings", [3])] {
            let info = try #require(try graph.messages(field).first)
            #expect(info.texts(1) == [name])
            let shape = try #require(try info.messages(2).first?.messages(1).first?.messages(2).first)
            let dimensions = try shape.messages(1)
            #expect(dimensions.first?.texts(2) == ["batch"])
            #expect(dimensions.dropFirst().flatMap { $0.numbers(1) } == sides)
        }
    }

    @Test func testTimeViewsArePartOfTheGraph() throws {
        let network = try NetworkGraph(
            NetworkSpec(name: "sample", input: .image(channels: 1, height: 4, width: 4), layers: [.flatten, .linear(3)]))
        let data = try ONNXModel(
            network, parameters: network.initialParameters(.pytorch, using: SeededGenerator(seed: 1)),
            views: TestTimeViews(.rotations, distance: .cosine), version: "1"
        ).data
        let graph = try #require(try ProtobufReader(data).messages(7).first)
        #expect(
            operators(try graph.messages(1)) == [
                "Slice", "Transpose", "Slice", "Slice", "Slice", "Transpose", "Concat", "Flatten", "Gemm", "ReduceL2", "Max",
                "Div",
                "Mul", "Reshape", "Transpose", "Reshape", "Identity",
            ])
        let shape = try graph.messages(12).first?.messages(2).first?.messages(1).first?.messages(2).first?.messages(1)
        #expect(shape?.last?.numbers(1) == [12])
        let moved = try ONNXModel(
            network, parameters: network.initialParameters(.pytorch, using: SeededGenerator(seed: 1)),
            views: TestTimeViews(.upright, shift: 0.1, distance: .euclidean), version: "1"
        ).data
        let nodes = try #require(try ProtobufReader(moved).messages(7).first).messages(1)
        #expect(
            operators(nodes) == (0..<4).flatMap { _ in ["Pad", "Slice"] } + [
                "Concat", "Flatten", "Gemm", "Mul", "Reshape", "Transpose", "Reshape", "Identity",
            ])
    }

    @Test func everyOperationHasItsOperators() throws {
        let (_, _, nodes) = try parts([
            .reflectionPad(1), .convolution(4, kernel: 3, padding: 1), .batchNorm(), .leakyReLU(), .maxPool(2), .dropout(0.5),
            .residual(Residual(name: "block", body: [.convolution(4, kernel: 1), .sigmoid], activation: .tanh)),
            .averagePool(2, stride: 1), .adaptiveAveragePool(2), .adaptiveAveragePool(1), .linear(5), .relu, .l2Normalize,
            .softmax,
        ])
        #expect(
            operators(nodes) == [
                "Pad", "Conv", "BatchNormalization", "LeakyRelu", "MaxPool", "Conv", "Sigmoid", "Add", "Tanh", "AveragePool",
                "MatMul", "MatMul", "GlobalAveragePool", "Flatten", "Gemm", "Relu", "ReduceL2", "Max", "Div", "Softmax",
                "Identity",
            ])
        // Every value is made before it is read, and only once.
        var known: Set<String> = ["images"]
        let (_, graph, _) = try parts([.flatten, .linear(3)])
        #expect(try graph.messages(5).flatMap { $0.texts(8) } == ["linear1.weight", "linear1.bias"])
        for node in nodes {
            for input in node.texts(1) where !input.contains(".weight") && !input.contains(".bias") {
                let isConstant = ["running", "pads", "rows", "columns", "epsilon"].contains { input.contains($0) }
                #expect(known.contains(input) || isConstant, "\(input) is read before it is made")
            }
            for output in node.texts(2) { #expect(known.insert(output).inserted, "\(output) is made twice") }
        }
        #expect(known.contains("embeddings"))
    }

    @Test func weightsAreThereToTheBit() throws {
        let (_, graph, _) = try parts([.convolution(3, kernel: 2, bias: false), .flatten])
        let tensor = try #require(try graph.messages(5).first)
        #expect(tensor.numbers(1) == [3, 2, 2, 2])
        #expect(tensor.numbers(2) == [1])
        let expected = try NetworkGraph(
            NetworkSpec(
                name: "sample", input: .image(channels: 2, height: 9, width: 7),
                layers: [.convolution(3, kernel: 2, bias: false), .flatten])
        ).initialParameters(.pytorch, using: SeededGenerator(seed: 1))
        #expect(tensor.bytes(9).first == expected["conv1.weight"]?.values.withUnsafeBytes { [UInt8]($0) })
    }

    @Test func normalizationIsPartOfTheGraph() throws {
        let normalization = PixelNormalization(mean: [0.25, 0.5], deviation: [0.5, 0.125])
        let (_, graph, nodes) = try parts([.flatten], normalization: normalization)
        #expect(operators(nodes) == ["Sub", "Div", "Flatten", "Identity"])
        #expect(nodes.first?.texts(1) == ["images", "normalization.mean"])
        #expect(try graph.messages(5).map { $0.numbers(1) } == [[1, 2, 1, 1], [1, 2, 1, 1]])
    }

    @Test(arguments: [Head.Difference.absolute, .signed])
    func aLearnedComparisonIsAModelOfItsOwn(difference: Head.Difference) throws {
        var spec = NetworkSpec(name: "sample", input: .image(channels: 1, height: 2, width: 2), layers: [.linear(3)])
        spec.head = .similarity(difference: difference, layers: [.linear(4), .relu, .dropout(0.5), .linear(1)])
        let pair = try PairGraph(spec)
        let parameters = pair.initialParameters(.pytorch, using: SeededGenerator(seed: 1))
        let model = try ProtobufReader(ONNXModel(comparisonOf: pair, parameters: parameters, version: "1").data)
        let graph = try #require(try model.messages(7).first)
        #expect(
            operators(try graph.messages(1))
                == ["Sub"] + (difference == .absolute ? ["Abs"] : []) + ["Gemm", "Relu", "Gemm", "Squeeze", "Neg"])
        #expect(try graph.messages(11).flatMap { $0.texts(1) } == ["left", "right"])
        #expect(try graph.messages(12).flatMap { $0.texts(1) } == ["distances"])
        spec.head = .distance(.cosine)
        #expect(throws: InterchangeError.self) {
            try ONNXModel(comparisonOf: PairGraph(spec), parameters: parameters, version: "1")
        }
    }

    @Test func missingWeightIsNamed() throws {
        let graph = try NetworkGraph(
            NetworkSpec(name: "sample", input: .image(channels: 1, height: 2, width: 2), layers: [.linear(3)]))
        #expect {
            try ONNXModel(graph, parameters: ParameterSet(), version: "1")
        } throws: { error in
            "\(error)".contains("linear1.weight")
        }
    }
}
