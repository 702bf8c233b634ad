import Runs
import Testing
import Training

@testable import Dashboard

@Suite struct InspectionTests {
    private let size = Size(columns: 120, rows: 36)

    private func saliency() throws -> PairSaliency {
        try #require(
            PairSaliency(
                width: 4, height: 4, left: (0..<16).map { Float($0) / 15 }, right: Array(repeating: 0, count: 16),
                distance: 0.375, step: 4_000))
    }

    @Test func aPairIsInspectedOnceForACheckpoint() throws {
        var state = SampleRun().state()
        state.press(.character("3"), size: size)
        let unasked = state.takeInspection()
        #expect(unasked == nil)
        state.press(.character("o"), size: size)
        #expect(dashboard(state, size: size).text.contains("asking the network"))
        let asked = state.takeInspection()
        let request = try #require(asked)
        let again = state.takeInspection()
        #expect(again == nil)
        #expect(request.left == state.shownPair?.pair.left.file && request.companions.count == 2 * (PairSaliency.batchPairs - 1))
        let isShown = state.provide(.success(try saliency()), for: request)
        #expect(isShown)
        let frame = dashboard(state, size: size)
        #expect(frame.text.contains("gradient of the distance, step 4,000"))
        #expect(frame.text.contains("▀"), "drawings are shown in colour where heat lies on them")
        // The next pair, and the next checkpoint, are asked for anew; a late answer is not shown.
        state.press(.character("n"), size: size)
        let next = state.takeInspection()
        #expect(next != nil)
        let isLateShown = state.provide(.success(try saliency()), for: request)
        #expect(!isLateShown)
        state.apply(.checkpoint(CheckpointRecord(step: 4_100, elapsed: 1, kind: .best, file: "checkpoints/best.safetensors")))
        let later = state.takeInspection()
        #expect(later != nil && later != next)
    }

    @Test func anImageIsComparedWithAnyFile() throws {
        var state = SampleRun().state()
        state.press(.character("3"), .character("a"), size: size)
        state.type("~/pictures/mine.png")
        state.press(.enter, size: size)
        let asked = state.takeInspection()
        let request = try #require(asked)
        #expect(ComparedFile(key: request.right)?.path == "~/pictures/mine.png")
        #expect(ComparedFile(key: request.left) == nil)
        state.provide(.success(try saliency()), for: request)
        let text = dashboard(state, size: size).text
        #expect(text.contains("mine.png") && text.contains("0.3750") && text.contains("verdict same") && !text.contains("truth"))
        #expect(!text.contains("▀"), "without the overlay the images are as they are")
        state.press(.escape, size: size)
        #expect(dashboard(state, size: size).text.contains("truth"))
    }

    @Test func failuresAreSaid() throws {
        var state = SampleRun().state()
        state.press(.character("3"), .character("o"), size: size)
        let asked = state.takeInspection()
        state.provide(.failure(RunError("the checkpoint is damaged")), for: try #require(asked))
        #expect(dashboard(state, size: size).text.contains("the checkpoint is damaged"))
        state.press(.character("o"), size: size)
        #expect(!dashboard(state, size: size).text.contains("damaged"))
        var young = SampleRun(steps: 20).state()
        young.press(.character("3"), .character("o"), size: size)
        let early = young.takeInspection()
        #expect(early == nil)
        #expect(dashboard(young, size: size).text.contains("needs a checkpoint"))
    }
}
