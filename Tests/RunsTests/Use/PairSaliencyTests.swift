import MetricLearning
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct PairSaliencyTests {
    private let folder = TemporaryFolder()

    @Test(arguments: [LossSpec.contrastive(margin: 1), .cosineEmbedding(margin: 0)])
    func everyPixelHasItsWeight(loss: LossSpec) throws {
        let run = try TinyRun(steps: 5, in: folder, options: TrainingOptions(loss: loss, threads: 1))
        let pair = try #require(try RunReader(opening: run.folder).manifest.description.testPairs.first { !$0.same })
        let (left, right) = (run.data.root + "/" + pair.left.file, run.data.root + "/" + pair.right.file)
        let saliency = try PairSaliency(of: run.folder, left: left, right: right, companions: [(right, left)])
        #expect(saliency.width == 12 && saliency.height == 12 && saliency.left.count == 144 && saliency.right.count == 144)
        #expect(saliency.step == 5)
        let model = try TrainedModel(opening: run.folder, checkpoint: .last, threads: 1)
        let distance = try model.distance(model.embed(contentsOf: left), model.embed(contentsOf: right))
        #expect(abs(saliency.distance - distance) < 1e-5, "as an evaluation measures it")
        #expect((saliency.left + saliency.right).allSatisfy { (0...1).contains($0) })
        #expect(max(saliency.left.max() ?? 0, saliency.right.max() ?? 0) == 1)
        // The images change places, and what is seen in them with them.
        let turned = try PairSaliency(of: run.folder, left: right, right: left, companions: [(left, right)])
        #expect(relativeDifference(turned.left, saliency.right) < 1e-3)
    }

    @Test func whatCannotBeOpenedIsSaid() throws {
        #expect(throws: RunError.self) {
            try PairSaliency(of: folder.path("nothing"), left: "a", right: "b", companions: [])
        }
    }
}
