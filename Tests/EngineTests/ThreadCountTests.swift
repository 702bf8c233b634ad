import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Engine

/// Another number of threads is another engine with the same weights.
@Suite(.serialized) struct ThreadCountTests {
    private func step(_ engine: SiameseEngine, _ number: Int) throws -> [Float] {
        let images: [Float] = randomNumbers(8 * 256, seed: UInt64(number))
        var embeddings = Matrix(rows: 8, columns: 5)
        try engine.forward(images, step: number, into: &embeddings)
        try engine.backward(embeddings)
        try engine.update(learningRate: 1e-3)
        return embeddings.values
    }

    private func engine(threads: Int) throws -> SiameseEngine {
        let graph = try PairGraph(
            NetworkSpec(
                name: "tiny", input: .image(channels: 1, height: 16, width: 16),
                layers: [.convolution(16, kernel: 3, padding: 1), .batchNorm(), .relu, .dropout(0.5), .flatten, .linear(5)]))
        return try SiameseEngine(
            graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)),
            options: EngineOptions(images: 8, threads: threads))
    }

    @Test(arguments: [1, 2, 3])
    func aRemadeEngineGoesOnToTheLastBit(threads: Int) throws {
        let first = try engine(threads: threads)
        for number in 1...3 { _ = try step(first, number) }
        let second = try first.remade(threads: threads)
        for number in 4...6 { #expect(try step(first, number) == step(second, number)) }
    }

    @Test func anotherNumberOfThreadsHasTheSameWeights() throws {
        var engine = try engine(threads: 3)
        for (number, threads) in [1, 2, 4, 1].enumerated() {
            _ = try step(engine, number + 1)
            let other = try engine.remade(threads: threads)
            #expect(try other.parameters() == engine.parameters())
            #expect(try other.optimizerState() == engine.optimizerState())
            engine = other
        }
    }

    @Test func theTeamIsOfSoManyThreads() throws {
        for threads in [1, 2, 3] {
            let team = try engine(threads: threads).teamThreads()
            #expect(Set(team).count == threads)
            #expect(!team.contains(0))
        }
    }
}
