import Foundation
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct EventLogTests {
    private let folder = TemporaryFolder()

    private func append(_ data: Data) throws {
        try AppendedFile(folder.path("events.jsonl")).append(data)
    }

    private func readAll(_ log: inout EventLog) throws -> [Event] {
        var events: [Event] = []
        try log.readNew { events.append($0) }
        return events
    }

    @Test func readsOnWhereItEnded() throws {
        let events = Examples.events(30)
        var log = EventLog(folder: folder.root)
        var read: [Event] = []
        let lines = try EventLine.lines(of: events)
        // Pieces that end anywhere in a line, as a reader of a live run meets them.
        for start in stride(from: 0, to: lines.count, by: 777) {
            try append(lines[start..<min(start + 777, lines.count)])
            read += try readAll(&log)
        }
        #expect(read == events)
        #expect(log.damagedLines == 0)
        #expect(log.offset == lines.count)
        #expect(try readAll(&log).isEmpty)
    }

    @Test func manyChunksAreOneLog() throws {
        let events = (1...8_000).map { Event.step(Examples.step($0)) }
        let lines = try EventLine.lines(of: events)
        #expect(lines.count > 2 << 20)
        try append(lines)
        var log = EventLog(folder: folder.root)
        #expect(try readAll(&log) == events)
    }

    @Test func damagedLinesAreCountedAndTheTornLastOneIsNot() throws {
        var lines = try EventLine.lines(of: [.step(Examples.step(1))])
        lines.append(Data("{\"step\":{\"_0\":{}}}\nnonsense\n\n".utf8))
        lines.append(Data([0xFF, 0xFE, 0x0A]))
        lines.append(Data("{\"of-a-later-version\":{\"_0\":{}}}\n".utf8))
        lines.append(try EventLine.lines(of: [.step(Examples.step(2))]))
        lines.append(Data("{\"step\":{\"_0\":{\"act".utf8))
        try append(lines)
        var log = EventLog(folder: folder.root)
        #expect(try readAll(&log) == [.step(Examples.step(1)), .step(Examples.step(2))])
        #expect(log.damagedLines == 4)
    }

    /// Nobody who counts with what was read needs to fear an overflow.
    @Test func numbersThatNoTrainingHasAreDamage() throws {
        let step = Examples.step(1)
        let hugeStep = StepMetrics(
            step: .max, epoch: 1, elapsed: 1, loss: 1, learningRate: 1, margin: 1, gradientNorm: 1, genuineDistance: 1,
            impostorDistance: 1, activeFraction: 1, pairsPerSecond: 1, dataWait: 0)
        var hugeBatch = Examples.description()
        hugeBatch.options.sampling = .classes(count: 60_000, images: 60_000)
        var hugeEpochs = Examples.description()
        hugeEpochs.totalSteps = .max
        try append(
            EventLine.lines(of: [
                .step(hugeStep), .step(step), .started(hugeBatch), .started(hugeEpochs),
                .state(StateChange(step: -1, elapsed: 1, state: .training)),
                .finished(RunOutcome(step: 1, elapsed: .infinity, reason: .completed)),
            ]))
        var log = EventLog(folder: folder.root)
        #expect(try readAll(&log) == [.step(step)])
        #expect(log.damagedLines == 5)
    }

    @Test func noticesThatARunWasResumed() throws {
        try append(EventLine.lines(of: Examples.events(20)))
        var log = EventLog(folder: folder.root)
        #expect(try !log.beginsAnew())
        _ = try readAll(&log)
        #expect(try !log.beginsAnew())
        try append(EventLine.lines(of: [.step(Examples.step(21))]))
        #expect(try !log.beginsAnew())

        let file = try AppendedFile(folder.path("events.jsonl"))
        try file.cut(to: log.offset - 400)
        try file.append(EventLine.lines(of: (20...40).map { .step(Examples.step($0, loss: 0.5)) }))
        #expect(try log.beginsAnew())
        #expect(try readAll(&log).count > 20)
        #expect(try !log.beginsAnew())
    }

    @Test func anAbsentFileIsASentence() {
        var log = EventLog(folder: folder.root)
        #expect(throws: RunError.self) { try log.readNew { _ in } }
    }
}
