import Foundation
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct MetricsFilesTests {
    private let folder = TemporaryFolder()
    private var run: String { folder.path("run") }

    private func table() throws -> [[Substring]] {
        try String(contentsOfFile: run + "/metrics.csv", encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    @Test func theTableHoldsEveryFigure() throws {
        let store = try RunStore(creating: run, manifest: Examples.manifest())
        try store.append(Examples.events(10))
        let rows = try table()
        let header = try #require(rows.first)
        #expect(rows.allSatisfy { $0.count == header.count })
        #expect(rows.count == 1 + 10 + 1)
        func field(_ row: Int, _ name: String) -> Substring? { header.firstIndex(of: Substring(name)).map { rows[row][$0] } }
        #expect(field(3, "step") == "3")
        #expect(field(3, "loss").flatMap { Float($0) } == Examples.step(3).loss)
        #expect(field(3, "validation_loss") == "")
        #expect(field(11, "step") == "10")
        #expect(field(11, "loss") == "")
        #expect(field(11, "area_under_roc").flatMap { Float($0) } == 0.9 - Float(10) / 100)
    }

    /// After a resume both files are as if the steps that were lost had never been.
    @Test func aResumedRunHasEveryRowOnce() throws {
        do { try RunStore(creating: run, manifest: Examples.manifest()).append(Examples.events(25)) }
        let board = run + "/" + TensorBoardRecords(startedAt: Examples.description().startedAt).fileName
        let before = try Data(contentsOf: URL(fileURLWithPath: board))
        let store = try RunStore(resuming: run, fromStep: 20)
        #expect(store.stepsLost == 5)
        try store.append((21...25).map { .step(Examples.step($0)) })
        #expect(
            try table().dropFirst().map(\.[0]).compactMap { Int($0) } == Array(1...10) + [10] + Array(11...20) + [20]
                + Array(21...25))
        #expect(try Data(contentsOf: URL(fileURLWithPath: board)) == before)
    }
}
