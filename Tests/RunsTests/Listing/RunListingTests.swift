import Foundation
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct RunListingTests {
    private let folder = TemporaryFolder()

    private func make(_ name: String, startedAt: String, _ events: [Event]) throws -> RunStore {
        let store = try RunStore(
            creating: folder.path(name), manifest: Examples.manifest(Examples.description(name, startedAt: startedAt)))
        try store.append(events)
        return store
    }

    @Test func tellsOfEveryRunTheLatestFirst() throws {
        _ = try make("old", startedAt: "2026-01-01T00:00:00Z", Examples.events(30, finished: true))
        _ = try make("killed", startedAt: "2026-01-02T00:00:00Z", Examples.events(25))
        let live = try make("live", startedAt: "2026-01-03T00:00:00Z", Examples.events(5))
        try FileManager.default.createDirectory(atPath: folder.path("broken"), withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: folder.path("broken/run.json")))
        try FileManager.default.createDirectory(atPath: folder.path("no-run"), withIntermediateDirectories: true)

        #expect(eventually { RunListing(of: folder.root).runs.filter { $0.standing == .training }.count == 1 })
        var listing = RunListing(of: folder.root)
        #expect(listing.runs.map(\.name) == ["live", "killed", "old"])
        #expect(listing.unreadable.map(\.folder) == [folder.path("broken")])
        #expect(listing.runs[0].standing == .training)
        #expect(listing.runs[1].standing == .interrupted)
        #expect(listing.runs[2].standing == .completed)
        #expect(listing.runs.map(\.step) == [5, 25, 30])
        #expect(listing.runs.map { $0.best?.step } == [nil, 20, 20])
        #expect(listing.runs.map { $0.latest?.step } == [nil, 20, 30])
        #expect(listing.runs[0].loss == Examples.step(5).loss)
        #expect(!listing.runs[0].hasCheckpoint)

        try live.append([.step(Examples.step(6)), .evaluation(Examples.evaluation(6))])
        listing.update()
        #expect(listing.runs[0].step == 6)
        #expect(listing.runs[0].best?.step == 6)
    }

    @Test func followsARunThatWasResumed() throws {
        _ = try make("run", startedAt: "2026-01-01T00:00:00Z", Examples.events(30, finished: true))
        var summary = try RunSummary(opening: folder.path("run"))
        #expect(summary.step == 30)
        let store = try RunStore(resuming: folder.path("run"), fromStep: 10)
        try store.append([.step(Examples.step(11))])
        try summary.update()
        #expect(summary.step == 11)
        #expect(summary.best?.step == 10)
        #expect(summary.standing == .training)
    }

    @Test func anAbsentFolderHoldsNoRuns() {
        #expect(RunListing(of: folder.path("nowhere")).runs.isEmpty)
    }
}
