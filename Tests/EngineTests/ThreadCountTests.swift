import Foundation
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

    private static let small: [Layer] = [
        .convolution(16, kernel: 3, padding: 1), .batchNorm(), .relu, .dropout(0.5), .flatten, .linear(5),
    ]
    /// oneDNN's gradient of such weights depends on the number of threads in its last bits.
    private static let wide: [Layer] = [
        .convolution(64, kernel: 10), .relu, .convolution(128, kernel: 7), .relu, .flatten, .linear(5),
    ]

    private func engine(threads: Int, _ layers: [Layer] = small) throws -> SiameseEngine {
        let graph = try PairGraph(
            NetworkSpec(name: "tiny", input: .image(channels: 1, height: 16, width: 16), layers: layers))
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

    /// Each thread has a team of its own, whose size the engine that was made last has set.
    @Test(arguments: [1, 4]) func anEngineKeepsItsThreadsBesideOthersAndOnOtherThreads(threads: Int) throws {
        let alone = try engine(threads: threads, Self.wide)
        let expected = try (1...3).map { try step(alone, $0) }
        let engine = try engine(threads: threads, Self.wide)
        let other = try self.engine(threads: 16)
        var found = [try step(engine, 1)]
        _ = try step(other, 1)
        found.append(try step(engine, 2))
        found.append(try onAnotherThread { try step(engine, 3) })
        let isTheSame = try found == expected && engine.parameters() == alone.parameters()
        #expect(isTheSame)
    }

    private func onAnotherThread(_ work: @escaping () throws -> [Float]) throws -> [Float] {
        nonisolated(unsafe) let work = work
        nonisolated(unsafe) var result = Result<[Float], any Error>.success([])
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            result = Result { try work() }
            done.signal()
        }
        done.wait()
        return try result.get()
    }

    @Test func theTeamIsOfSoManyThreads() throws {
        for threads in [1, 2, 3] {
            let team = try engine(threads: threads).teamThreads()
            #expect(Set(team).count == threads)
            #expect(!team.contains(0))
        }
    }
}
