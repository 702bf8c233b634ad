import Datasets
import Synchronization
import TestSupport
import Testing

@testable import Training

/// The disk takes no checkpoints for a while, or for ever.
@Suite(.serialized) struct FullDiskTests {
    private struct Full: Error, CustomStringConvertible {
        let description = "the disk is full"
    }

    @Test func itCostsNoTrainingAndTheBestNetworkIsKeptUntilThereIsRoom() throws {
        let data = try TinyDataset()
        let setup = try TroubledRun.setup(data)
        // Full while the best of all evaluations are made, and a little longer.
        let latest = Mutex(0)
        let sink = HookedSink { checkpoint in
            let now = latest.withLock { latest in
                latest = max(latest, checkpoint.step)
                return latest
            }
            if (1...25).contains(now) { throw Full() }
        }
        let events = TroubledRun.events(setup, sink: sink)
        let whole = KeepingSink()
        let undisturbed = TroubledRun.events(setup, sink: whole)
        #expect(events.outcome?.reason == .completed)
        #expect(events.losses == undisturbed.losses)
        #expect(events.notices.count { $0.message == "the disk is full" } == 1)
        #expect(events.notices.count { $0.message.contains("can be saved again") } == 1)
        let best = try #require(whole.kept.last { $0.kind == .best })
        #expect(sink.kept.last { $0.kind == .best }?.step == best.step)
        #expect(sink.kept.last { $0.kind == .best }?.parameters == best.parameters)
        #expect(
            (1...25).contains(whole.kept.first { $0.kind == .best && $0.step > 0 }?.step ?? 0), "a best one fell in that time")
    }

    @Test func aCompleteRunWaitsForRoom() throws {
        let data = try TinyDataset()
        let attempts = Mutex(0)
        let sink = HookedSink { checkpoint in
            guard checkpoint.step == 40 else { return }
            if attempts.withLock({
                $0 += 1
                return $0 < 6
            }) {
                throw Full()
            }
        }
        let events = TroubledRun.events(try TroubledRun.setup(data), sink: sink)
        #expect(events.outcome?.reason == .completed)
        #expect(sink.kept.last?.step == 40)
    }

    @Test func whereNoRoomComesTheRunSaysThatItIsLost() throws {
        let data = try TinyDataset()
        let sink = HookedSink { if $0.step > 30 { throw Full() } }
        let events = TroubledRun.events(try TroubledRun.setup(data, waiting: 0.1), sink: sink)
        #expect(events.outcome?.reason == .failed)
        #expect(events.outcome?.message == "the disk is full; nothing after the last checkpoint was kept")
        #expect(events.losses.count == 40)
    }

    @Test func whoeverDoesNotWantToWaitGivesItUp() throws {
        let data = try TinyDataset()
        let sink = HookedSink { if $0.step == 40 { throw Full() } }
        let events = TroubledRun.events(try TroubledRun.setup(data), sink: sink) { event, commands in
            if case .state(let change) = event, change.state == .stopping { commands.send(.abandon) }
        }
        #expect(events.outcome?.reason == .stopped)
        #expect(sink.kept.last?.step == 39)
    }
}
