import MetricLearning
import Networks
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct PairActivationsTests {
    private let folder = TemporaryFolder()

    @Test func everyLayerAnswersInItsShape() throws {
        let run = try TinyRun(steps: 5, in: folder)
        let description = try RunReader(opening: run.folder).manifest.description
        let pair = try #require(description.testPairs.first)
        let (left, right) = (run.data.root + "/" + pair.left.file, run.data.root + "/" + pair.right.file)
        let graph = try NetworkGraph(description.network)
        for node in graph.nodes {
            let activations = try PairActivations(of: run.folder, layer: node.name, left: left, right: right)
            #expect(activations.shape == node.outputShape && activations.step == 5)
            #expect(activations.left.count == node.outputShape.count && activations.right.count == node.outputShape.count)
            if case .activation(.relu) = node.operation {
                #expect((activations.left + activations.right).allSatisfy { $0 >= 0 }, "a ReLU lets nothing below zero through")
                #expect(activations.left.contains { $0 > 0 })
            }
        }
        // The last layer's answer is the embedding.
        let last = try PairActivations(of: run.folder, layer: try #require(graph.nodes.last).name, left: left, right: right)
        let model = try TrainedModel(opening: run.folder, checkpoint: .last, threads: 1)
        #expect(relativeDifference(last.left, try Array(model.embed(contentsOf: left))) < 1e-4)
        #expect(relativeDifference(last.right, try Array(model.embed(contentsOf: right))) < 1e-4)
    }

    @Test func poolingIsOfWhatComesBefore() throws {
        let run = try TinyRun(steps: 2, in: folder)
        let file =
            run.data.root + "/"
            + (try #require(try RunReader(opening: run.folder).manifest.description.testPairs.first)).left.file
        let before = try PairActivations(of: run.folder, layer: "relu1", left: file, right: file)
        let after = try PairActivations(of: run.folder, layer: "pool1", left: file, right: file)
        let (width, pooled) = (before.shape.width, after.shape.width)
        for channel in 0..<before.shape.channels {
            for y in 0..<after.shape.height {
                for x in 0..<pooled {
                    let square = [0, 1].flatMap { row in
                        [0, 1].map { before.left[(channel * before.shape.height + 2 * y + row) * width + 2 * x + $0] }
                    }
                    let value = after.left[(channel * after.shape.height + y) * pooled + x]
                    #expect(abs(value - (square.max() ?? 0)) < 1e-5)
                }
            }
        }
        #expect(before.left == before.right)
    }

    @Test func whatCannotBeAnsweredIsSaid() throws {
        let run = try TinyRun(steps: 1, in: folder)
        #expect(throws: RunError("this network has no layer called conv9")) {
            try PairActivations(of: run.folder, layer: "conv9", left: "a", right: "b")
        }
    }
}
