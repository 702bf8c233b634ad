import Networks
import Runs
import Testing
import Training

@testable import Dashboard

@Suite struct ActivationTests {
    private let size = Size(columns: 120, rows: 36)

    private func answer(to request: ActivationRequest) throws -> PairActivations {
        let graph = try NetworkGraph(SampleRun().network)
        let shape = try #require(graph.nodes.first { $0.name == request.layer }).outputShape
        let values = (0..<shape.count).map { Float($0 % 7) / 7 }
        return try #require(
            PairActivations(layer: request.layer, shape: shape, left: values, right: values.reversed(), step: 4_000))
    }

    @Test func aLayerIsAskedOnceForAPairAndACheckpoint() throws {
        var state = SampleRun().state()
        state.press(.character("2"), size: size)
        let unasked = state.takeActivationRequest()
        #expect(unasked == nil)
        state.press(.character("v"), size: size)
        #expect(dashboard(state, size: size).text.contains("asking the network"))
        let asked = state.takeActivationRequest()
        let request = try #require(asked)
        let again = state.takeActivationRequest()
        #expect(again == nil)
        #expect(request.layer == "conv1" && request.left == state.currentPair?.left.file)
        let isShown = state.provide(.success(try answer(to: request)), for: request)
        #expect(isShown)
        let text = dashboard(state, size: size).text
        #expect(text.contains("left 10 of 64") && text.contains("right 10 of 64"))
        try Golden.expect(dashboard(state, size: size), named: "network-activations")
        // Another layer is asked anew, and a late answer is not shown.
        state.press(.down, size: size)
        let next = state.takeActivationRequest()
        #expect(next?.layer == "bn1")
        let isLateShown = state.provide(.success(try answer(to: request)), for: request)
        #expect(!isLateShown)
        state.press(.character("v"), size: size)
        let none = state.takeActivationRequest()
        #expect(none == nil)
    }

    @Test func embeddingsAreShownToo() throws {
        var state = SampleRun().state()
        state.press(.character("2"), .character("G"), .character("v"), size: size)
        let asked = state.takeActivationRequest()
        let request = try #require(asked)
        state.provide(.success(try answer(to: request)), for: request)
        #expect(dashboard(state, size: size).text.contains("left 64 "))
    }

    @Test func failuresAreSaid() throws {
        var state = SampleRun().state()
        state.press(.character("2"), .character("v"), size: size)
        let asked = state.takeActivationRequest()
        state.provide(.failure(RunError("the checkpoint is damaged")), for: try #require(asked))
        #expect(dashboard(state, size: size).text.contains("the checkpoint is damaged"))
        var young = SampleRun(steps: 20).state()
        young.press(.character("2"), .character("v"), size: size)
        let early = young.takeActivationRequest()
        #expect(early == nil)
        #expect(dashboard(young, size: size).text.contains("needs a checkpoint"))
    }

    @Test func theTableTellsOfTimeAndImplementation() {
        var state = SampleRun().state()
        let wide = Size(columns: 200, rows: 50)
        state.press(.character("2"), size: wide)
        let text = dashboard(state, size: wide).text
        #expect(text.contains("by oneDNN") && text.contains("brgconv:avx512_core"))
        #expect(text.contains(" of a step, ") && text.contains("kept"))
        state.press(.down, .down, size: wide)
        #expect(dashboard(state, size: wide).text.contains("done in passing"))
    }
}
