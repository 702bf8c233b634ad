import Foundation
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct RunStoreTests {
    private let folder = TemporaryFolder()
    private var run: String { folder.path("run") }

    private func events() throws -> [Event] { try RunReader(opening: run).events().events }

    @Test func leavesWhatItWasTold() throws {
        let all = Examples.events(25, finished: true)
        let store = try RunStore(creating: run, manifest: Examples.manifest())
        for event in all { try store.append([event]) }
        #expect(try events() == all)
        #expect(try RunReader(opening: run).manifest.description == Examples.description())
    }

    @Test func aRunIsWrittenByOneProgramAtATime() throws {
        do {
            let store = try RunStore(creating: run, manifest: Examples.manifest())
            try store.append(Examples.events(3))
            #expect(try RunReader(opening: run).isLive)
            #expect(throws: RunError.self) { try RunStore(resuming: run, fromStep: nil) }
            #expect(try events().count == 4)
        }
        let reader = try RunReader(opening: run)
        #expect(eventually { !reader.isLive })
    }

    @Test func aFolderWithARunIsNotOverwritten() throws {
        _ = try RunStore(creating: run, manifest: Examples.manifest())
        #expect(throws: RunError.self) { try RunStore(creating: run, manifest: Examples.manifest()) }
    }

    /// Cut at every byte, as a kill leaves it, a run opens, and goes on as if nothing had happened after the checkpoint.
    @Test func everyTornLogGoesOnFromItsCheckpoint() throws {
        let all = Examples.events(12, finished: true)
        let before = all.prefix { $0 != Examples.checkpoint(10) } + [Examples.checkpoint(10)]
        try RunStore(creating: run, manifest: Examples.manifest()).append(all)
        let whole = try Data(contentsOf: URL(fileURLWithPath: run + "/events.jsonl"))
        let kept = try EventLine.lines(of: Array(before)).count
        for length in stride(from: kept, through: whole.count, by: 37) {
            try whole.prefix(length).write(to: URL(fileURLWithPath: run + "/events.jsonl"))
            try RunStore(resuming: run, fromStep: 10).append([.step(Examples.step(11))])
            let (read, damaged) = try RunReader(opening: run).events()
            #expect(read == before + [.step(Examples.step(11))])
            #expect(damaged == 0)
        }
    }

    @Test func whatHappenedAfterTheCheckpointIsCutOff() throws {
        let kept: [Event] = [
            .started(Examples.description()), .step(Examples.step(1)), Examples.edit(1), .step(Examples.step(2)),
            .evaluation(Examples.evaluation(2)), Examples.checkpoint(2),
        ]
        let lost: [Event] = [
            Examples.edit(2), .step(Examples.step(3)), .evaluation(Examples.evaluation(3)),
            .finished(RunOutcome(step: 3, elapsed: 1, reason: .stopped)),
        ]
        try RunStore(creating: run, manifest: Examples.manifest()).append(kept + lost)
        _ = try RunStore(resuming: run, fromStep: 2)
        #expect(try events() == kept)
        // Without a checkpoint the run begins anew.
        _ = try RunStore(resuming: run, fromStep: nil)
        #expect(try events().isEmpty)
    }

    @Test func aRunKilledBeforeItsFirstEventGoesOn() throws {
        _ = try RunStore(creating: run, manifest: Examples.manifest())
        try FileManager.default.removeItem(atPath: run + "/events.jsonl")
        try RunStore(resuming: run, fromStep: nil).append([.started(Examples.description())])
        #expect(try events().count == 1)
    }

    @Test func aLaterFormatIsRefusedWithASentence() throws {
        _ = try RunStore(creating: run, manifest: Examples.manifest())
        try Data(#"{"format":99,"something":"else"}"#.utf8).write(to: URL(fileURLWithPath: run + "/run.json"))
        do {
            _ = try RunReader(opening: run)
            Issue.record("a later format must be refused")
        } catch let error as RunError {
            #expect(error.description.contains("later twinscope"))
        }
        try Data("{".utf8).write(to: URL(fileURLWithPath: run + "/run.json"))
        #expect(throws: RunError.self) { try RunReader(opening: run) }
    }
}
