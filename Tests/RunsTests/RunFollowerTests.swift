import Foundation
import Networks
import Testing
import Training

@testable import Runs

@Suite struct RunFollowerTests {
    private func step(_ step: Int) -> Event {
        .step(
            StepMetrics(
                step: step, epoch: 1, elapsed: Double(step), loss: 1 / Float(step), learningRate: 1e-3, margin: 1,
                gradientNorm: 1,
                genuineDistance: 0.2, impostorDistance: 0.8, activeFraction: 0.5, pairsPerSecond: 100, dataWait: 0))
    }

    private func append(_ text: String, to file: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    private func line(_ event: Event) throws -> String {
        String(decoding: try JSONEncoder().encode(event), as: UTF8.self)
    }

    @Test func handsOutWhatIsNewAndWaitsForTheEndOfALine() throws {
        let folder = TemporaryFolder()
        let file = folder.path("events.jsonl")
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        var follower = RunFollower(folder: folder.root)
        #expect(try follower.next().isEmpty)
        #expect(follower.isAtEnd)
        let (first, second) = (try line(step(1)), try line(step(2)))
        try append(first + "\n" + second.prefix(20), to: file)
        #expect(try follower.next() == [step(1)])
        #expect(try follower.next().isEmpty, "half a line waits for its end")
        try append(second.dropFirst(20) + "\n", to: file)
        #expect(try follower.next() == [step(2)])
        try append("no event\n\(try line(step(3)))\n", to: file)
        #expect(try follower.next() == [step(3)])
        #expect(follower.damagedLines == 1)
    }

    @Test(arguments: [1, 64, 700, 1 << 18]) func piecesOfAnySizeGiveTheSameEvents(pieceBytes: Int) throws {
        let folder = TemporaryFolder()
        let lines = try (1...40).map { try line(step($0)) + "\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: folder.path("events.jsonl")))
        var follower = RunFollower(folder: folder.root, pieceBytes: pieceBytes)
        var events: [Event] = []
        while !follower.isAtEnd { events += try follower.next() }
        #expect(events == (1...40).map(step))
    }

    @Test func aRunWithoutEventsIsRefusedWithASentence() throws {
        let folder = TemporaryFolder()
        var follower = RunFollower(folder: folder.root)
        #expect(throws: RunError.self) { try follower.next() }
        #expect(!follower.isWritten)
    }

    @Test func aRunIsWrittenAsLongAsItsProgramHoldsIt() throws {
        let folder = TemporaryFolder()
        let file = folder.path("events.jsonl")
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        let follower = RunFollower(folder: folder.root)
        #expect(!follower.isWritten)
        var writer: AppendedFile? = try AppendedFile(file, isLocked: true)
        try writer?.append(Data())
        #expect(follower.isWritten)
        writer = nil
        #expect(!follower.isWritten)
    }
}
