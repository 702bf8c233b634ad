import Foundation
import MetricLearning
import Networks
import ReferenceEngine
import TestSupport
import Testing

/// Holds the reference to PyTorch, both in double; the fixtures keep f32, which is all that separates them.
@Suite struct PyTorchTests {
    /// Outputs, losses and statistics; then gradients, which sum over many more numbers.
    static let outputTolerance = 1e-6
    static let gradientTolerance = 1e-6

    /// The reference is slow on purpose, and without optimisation the larger networks take many minutes: they run where
    /// `TWINSCOPE_LONG_TESTS` is set, as the fixtures' README says.
    static let runsLongTests = ProcessInfo.processInfo.environment["TWINSCOPE_LONG_TESTS"] != nil
    static let quick = ["conv4", "faces"]

    @Test(arguments: Fixture.names(beginning: "layer-"))
    func layersAgree(_ name: String) throws {
        let fixture = try Fixture("layer-" + name)
        try expectAgreement(NetworkSpec(json: Data(fixture.text("spec").utf8)), with: fixture)
    }

    @Test(arguments: runsLongTests ? Fixture.names(beginning: "preset-") : quick)
    func presetsAgree(_ name: String) throws {
        let fixture = try Fixture("preset-" + name)
        try expectAgreement(NetworkSpec(presetOf: fixture), with: fixture)
    }

    @Test(
        .enabled(if: runsLongTests, "part of the long agreement suite: set TWINSCOPE_LONG_TESTS"),
        arguments: Fixture.names(beginning: "options-"))
    func residualNetworksOptionsAgree(_ name: String) throws {
        let fixture = try Fixture("options-" + name)
        try expectAgreement(NetworkSpec(residualOptionsOf: fixture, name), with: fixture)
    }

    @Test(arguments: runsLongTests ? ["conv4", "koch", "dogs", "faces", "resnet18"] : quick)
    func tenStepsAgree(_ name: String) throws {
        let fixture = try Fixture("preset-" + name)
        let losses = try train(NetworkSpec(presetOf: fixture), fixture, .adamDefault, rate: 1e-3).losses
        #expect(relativeDifference(losses, try fixture.values("losses")) < 1e-5)
    }

    @Test(arguments: Fixture.names(beginning: "optimizer-"))
    func optimizersAgree(_ name: String) throws {
        let fixture = try Fixture("optimizer-" + name)
        let optimizer = try JSONDecoder().decode(OptimizerSpec.self, from: Data(fixture.text("optimizer").utf8))
        let rate = try #require(Double(try fixture.text("rate")))
        let (losses, engine) = try train(NetworkSpec(presetOf: fixture), fixture, optimizer, rate: rate)
        #expect(relativeDifference(losses, try fixture.values("losses")) < 1e-5)
        for (parameter, tensor) in fixture.group("trained") {
            #expect(relativeDifference(engine.weights[parameter] ?? [], tensor.values.map(Double.init)) < 1e-5, "\(parameter)")
        }
    }

    private func expectAgreement(_ spec: NetworkSpec, with fixture: Fixture) throws {
        let graph = try NetworkGraph(spec)
        var engine = try ReferenceEngine<Double>(graph, parameters: fixture.group("parameter"))
        let images: [Double] = try fixture.values("images")
        let count = images.count / graph.input.count
        let output = try engine.forward(images, count: count, step: 0)
        try engine.backward(fixture.values("seed"))
        let pass = TrainingPass(
            output: output, imageGradient: engine.imageGradient, gradients: engine.gradients.doubles,
            parameters: engine.parameters.doubles, inference: try engine.infer(images, count: count))
        let disagreements = try pass.disagreements(
            with: fixture, outputs: Self.outputTolerance, gradients: Self.gradientTolerance)
        #expect(disagreements == [])
    }

    /// Ten steps of contrastive loss with margin 1 on pairs of which every other one is genuine.
    private func train(_ spec: NetworkSpec, _ fixture: Fixture, _ optimizer: OptimizerSpec, rate: Double) throws -> (
        losses: [Double], engine: ReferenceEngine<Double>
    ) {
        let graph = try NetworkGraph(spec)
        var engine = try ReferenceEngine<Double>(graph, parameters: fixture.group("parameter"), optimizer: optimizer)
        let images: [Double] = try fixture.values("images")
        let count = images.count / graph.input.count
        let same = (0..<count / 2).map { $0.isMultiple(of: 2) }
        let losses = try (0..<10).map { step in
            let embeddings = try engine.forward(images, count: count, step: step)
            let matrix = DenseMatrix(rows: count, columns: graph.output.count, values: embeddings)
            var gradient = DenseMatrix<Double>(rows: count, columns: graph.output.count)
            let loss = LossSpec.contrastive(margin: 1).evaluate(matrix, same: same, gradient: &gradient)
            try engine.backward(gradient.values)
            engine.update(learningRate: rate)
            return loss.value
        }
        return (losses, engine)
    }
}
