import Datasets
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Training

/// The images go away while a network trains on them.
@Suite(.serialized) struct MissingImagesTests {
    private static func hide(_ data: TinyDataset) {
        try? FileManager.default.moveItem(atPath: data.root, toPath: data.root + "-away")
    }
    private static func bringBack(_ data: TinyDataset) {
        try? FileManager.default.moveItem(atPath: data.root + "-away", toPath: data.root)
    }

    /// Once only: the same step is saved again while the images are away.
    private static func sinkThatHides(_ data: TinyDataset, atStep step: Int) -> HookedSink {
        let isDone = Mutex(false)
        return HookedSink { checkpoint in
            guard checkpoint.step == step, checkpoint.kind == .last else { return }
            isDone.withLock { isDone in
                if !isDone { hide(data) }
                isDone = true
            }
        }
    }

    private static func isMissingImages(_ event: Event) -> Bool {
        if case .notice(let notice) = event {
            notice.severity == .error && notice.message.contains("does not exist")
        } else {
            false
        }
    }

    /// With averaged weights a checkpoint wants images too, for its batch statistics.
    @Test(arguments: [nil, 0.9] as [Float?], [0, 7, 10])
    func trainingWaitsForThemAndLosesNothing(_ average: Float?, step: Int) throws {
        let data = try TinyDataset()
        let setup = try TroubledRun.setup(data) { $0.averageDecay = average }
        let whole = TroubledRun.events(setup)
        let sink = Self.sinkThatHides(data, atStep: step)
        let troubled = TroubledRun.events(setup, sink: sink) { event, _ in
            if Self.isMissingImages(event) { Self.bringBack(data) }
        }
        #expect(troubled.outcome?.reason == .completed)
        #expect(troubled.losses.count == 40)
        #expect(troubled.losses == whole.losses)
        #expect(troubled.evaluations.map(\.areaUnderROC) == whole.evaluations.map(\.areaUnderROC))
        #expect(troubled.evaluations.map(\.step) == [0, 10, 20, 30, 40])
        #expect(troubled.notices.count { $0.severity == .error } == 1, "it is told once: \(troubled.notices.map(\.message))")
        #expect(troubled.notices.contains { $0.message.contains("can be read again") })
    }

    @Test(arguments: [nil, 0.9] as [Float?])
    func whereTheyStayAwayTheRunEndsSavedAndCanGoOn(_ average: Float?) throws {
        let data = try TinyDataset()
        defer { Self.bringBack(data) }
        let setup = try TroubledRun.setup(data, waiting: 0.1) { options in
            options.averageDecay = average
            // Saved because of the trouble, not by the clock.
            options.checkpointSeconds = 1000
        }
        let whole = TroubledRun.events(setup)
        let sink = HookedSink { if $0.step == 20 { Self.hide(data) } }
        let troubled = TroubledRun.events(setup, sink: sink)
        let outcome = try #require(troubled.outcome)
        #expect(outcome.reason == .failed)
        #expect(outcome.message?.contains("does not exist") == true)
        let checkpoint = try #require(sink.kept.last { $0.kind == .last })
        #expect(checkpoint.step == outcome.step)
        Self.bringBack(data)
        let resumed = TroubledRun.events(setup, from: .checkpoint(checkpoint))
        #expect(resumed.outcome?.reason == .completed)
        #expect(troubled.losses.merging(resumed.losses) { $1 } == whole.losses)
    }

    @Test func stoppingNeedsNoImages() throws {
        let data = try TinyDataset()
        let setup = try TroubledRun.setup(data)
        let sink = Self.sinkThatHides(data, atStep: 10)
        let events = TroubledRun.events(setup, sink: sink) { event, commands in
            if Self.isMissingImages(event) {
                commands.send(.evaluate)
                commands.send(.stop)
            }
        }
        Self.bringBack(data)
        #expect(events.outcome?.reason == .stopped)
        #expect(sink.kept.last?.step == events.outcome?.step)
        let refusals = events.compactMap { if case .acknowledged(let answer) = $0 { answer.refusal } else { nil } }
        #expect(refusals.contains { $0.contains("does not exist") }, "an evaluation that cannot be is refused")
    }
}
