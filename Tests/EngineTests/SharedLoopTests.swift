import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Engine

/// The engine's own loops give the same numbers to the bit, however many threads share them.
@Suite(.serialized) struct SharedLoopTests {
    private let layers: [Layer] = [
        .reflectionPad(2), .adaptiveAveragePool(Extent(height: 4, width: 3)), .reflectionPad(1), .dropout(0.3), .flatten,
        .l2Normalize,
    ]

    @Test(arguments: [2, 3, 7]) func agreesWithOneThread(threads: Int) throws {
        #expect(try pass(threads: threads) == pass(threads: 1))
    }

    /// More threads than there are rows or maps.
    @Test func leavesNobodyOut() throws {
        #expect(try pass(threads: 64) == pass(threads: 1))
    }

    private func pass(threads: Int) throws -> [UInt32] {
        let graph = try NetworkGraph(
            NetworkSpec(name: "loops", input: .image(channels: 3, height: 7, width: 5), layers: layers))
        let engine = try SiameseEngine(
            graph, parameters: ParameterSet(),
            options: EngineOptions(images: 5, threads: threads, dropoutSeed: 3, offersInputGradient: true))
        var rows = Matrix(rows: 5, columns: graph.output.count)
        try engine.forward(randomNumbers(5 * graph.input.count, seed: 1), step: 4, into: &rows)
        let seed = Matrix(
            rows: rows.rows, columns: rows.columns, values: randomNumbers(rows.values.count, seed: 2))
        try engine.backward(seed, includingInput: true)
        return (rows.values + engine.inputGradient).map(\.bitPattern)
    }
}
