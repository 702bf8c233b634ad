import Datasets
import Foundation
import MetricLearning
import Networks
import Synchronization
import TestSupport
import Testing

@testable import Training

/// Trainings that are steered, left alone, and made longer.
@Suite(.serialized) struct SteeredRunTests {
    /// Kept while they are trained on, since it takes its files along when it goes.
    private let images: TinyDataset

    init() throws { images = try TinyDataset() }

    private static func events(
        _ setup: TrainingSetup, from start: TrainingWorker.Start = .anew, sink: SteeringSink = SteeringSink(),
        commands: [Command] = []
    ) -> [Event] {
        let worker = TrainingWorker(setup, from: start, checkpoints: sink)
        sink.steer(worker.commands)
        for command in commands { worker.commands.send(command) }
        worker.start()
        var events: [Event] = []
        while !worker.events.isFinished { events += worker.events.receive(timeout: 1) }
        worker.wait()
        return events
    }

    private static func edits(_ events: [Event]) -> [Edit] {
        events.compactMap { if case .edit(let edit) = $0 { edit } else { nil } }
    }

    private static func refusals(_ events: [Event]) -> [String] {
        events.compactMap { if case .acknowledged(let answer) = $0 { answer.refusal } else { nil } }
    }

    private static func rates(_ events: [Event]) -> [Int: Float] {
        events.reduce(into: [:]) { rates, event in
            if case .step(let metrics) = event { rates[metrics.step] = metrics.learningRate }
        }
    }

    @Test(arguments: [Schedule.step(epochs: 1, factor: 0.5), .exponential(factor: 0.9), .cosine(), .oneCycle(), .plateau()])
    func aScheduleThatWasChosenLiveResumesToTheLastBit(schedule: Schedule) throws {
        let setup = try TroubledRun.setup(images, steps: 60) { $0.learningRate = 1e-3 }
        let sink = SteeringSink([
            15: [.setSchedule(schedule)], 25: [.together([.set(.learningRate, 2e-3), .set(.margin, 2)])],
        ])
        let whole = Self.events(setup, sink: sink)
        let edits = Self.edits(whole)
        try #require(edits.count == 2)
        let chosen = edits[0].step
        #expect(Self.rates(whole)[chosen].map { $0 == 1e-3 } == true, "up to here it is as it was")
        for step in [chosen + 1, edits[1].step + 1, 55] {
            let rest = SteeringSink(
                step < edits[1].step ? [25: [.together([.set(.learningRate, 2e-3), .set(.margin, 2)])]] : [:])
            let resumed = Self.events(setup, from: .checkpoint(try #require(sink.last(atStep: step))), sink: rest)
            #expect(resumed.losses == whole.losses.filter { $0.key > step }, "from step \(step)")
            #expect(Self.rates(resumed) == Self.rates(whole).filter { $0.key > step })
        }
    }

    /// What had been undone stays undone, and undoing goes on from there.
    @Test func undoGoesOnAfterAResume() throws {
        let setup = try TroubledRun.setup(images, steps: 60)
        let sink = SteeringSink()
        let first = Self.events(
            setup, sink: sink,
            commands: [.set(.margin, 2), .together([.set(.margin, 3), .set(.learningRate, 1e-4)]), .set(.margin, 4), .undo])
        #expect(Self.edits(first).map(\.id) == [1, 2, 3, nil] && Self.edits(first).map(\.undoes) == [nil, nil, nil, 3])
        let resumed = Self.events(
            setup, from: .checkpoint(try #require(sink.last(atStep: 30))),
            commands: [.undo, .set(.margin, 5), .undo, .undo, .undo])
        let edits = Self.edits(resumed)
        #expect(edits.map(\.undoes) == [2, nil, 4, 1] && edits.map(\.id) == [nil, 4, nil, nil])
        #expect(
            edits[0].changes == [.setting(.margin, old: 3, new: 2), .setting(.learningRate, old: 1e-4, new: 3e-3)],
            "both at once")
        #expect(Self.refusals(resumed) == ["there is no edit to undo"])
        let margins = resumed.compactMap { if case .step(let metrics) = $0 { metrics.margin } else { nil } }
        #expect(!margins.isEmpty && margins.allSatisfy { $0 == 1 })
    }

    // MARK: Nobody there

    @Test func aPausedTrainingThatNobodyWatchesGoesOn() throws {
        for (commands, pausedAt) in [([Command.pause], 0), ([.pause, .step], 1), ([.pause, .pause], 0)] {
            let worker = TrainingWorker(try TroubledRun.setup(images, steps: 5), checkpoints: KeepingSink())
            for command in commands { worker.commands.send(command) }
            worker.start()
            var events: [Event] = []
            while !worker.events.isFinished {
                for event in worker.events.receive(timeout: 1) {
                    events.append(event)
                    // From here on it waits for a person.
                    if case .state(let change) = event, change.state == .paused, change.step == pausedAt {
                        worker.commands.send(.detach)
                    }
                }
            }
            worker.wait()
            #expect(events.outcome?.reason == .completed && events.losses.count == 5)
            #expect(events.notices.contains { $0.message.contains("screen went away while training was paused") })
            #expect(events.notices.contains { $0.advice?.contains("kill -TERM") == true })
        }
    }

    /// Once, however often it is told; every state from there on names the process.
    @Test func aTrainingThatGoesOnAnywayRecordsThatItsScreenIsGone() throws {
        let events = Self.events(try TroubledRun.setup(images, steps: 5), commands: [.detach, .detach])
        #expect(events.outcome?.reason == .completed && Self.refusals(events).isEmpty)
        let told = events.notices.filter { $0.message.contains("The screen is gone; training continues without it") }
        #expect(told.count == 1 && told.allSatisfy { $0.advice?.contains("kill -TERM") == true })
        let states = events.compactMap { event -> StateChange? in if case .state(let change) = event { change } else { nil } }
        let place = try #require(states.firstIndex { $0.unattendedProcess != nil })
        #expect(states[place...].allSatisfy { $0.unattendedProcess == Int(getpid()) })
        #expect(place > 0 && states[place].state == .training)
    }

    @Test func aTrainingThatWaitsForItsImagesAndIsPausedWaitsForNobody() throws {
        let data = images
        let setup = try TroubledRun.setup(data, waiting: 2)
        let root = data.root
        let sink = HookedSink { checkpoint in
            guard checkpoint.step == 3 else { return }
            for folder in try FileManager.default.contentsOfDirectory(atPath: root) where !folder.hasSuffix("away") {
                try FileManager.default.moveItem(atPath: "\(root)/\(folder)", toPath: "\(root)/\(folder).away")
            }
        }
        let events = TroubledRun.events(setup, sink: sink) { event, queue in
            guard case .notice(let notice) = event, notice.severity == .error else { return }
            queue.send(.pause)
            queue.send(.detach)
        }
        #expect(events.outcome?.reason == .failed, "it ends, saved, once they have not come back in time")
    }

    // MARK: Longer runs

    @Test(arguments: [Schedule.constant, .step(epochs: 1, factor: 0.5), .exponential(factor: 0.9)])
    func anExtendedRunIsTheOneThatWasLongerFromTheStart(schedule: Schedule) throws {
        let data = images
        func setup(_ steps: Int) throws -> TrainingSetup {
            try TroubledRun.setup(data, steps: steps) { options in
                options.schedule = schedule
                options.averageDecay = 0.9
                options.earlyStopping = 100
            }
        }
        let sink = SteeringSink()
        _ = Self.events(try setup(35), sink: sink)
        let end = try #require(sink.last(atStep: 35))
        let longer = Self.events(
            try setup(35), from: .checkpoint(end), sink: sink, commands: [.setDuration(.steps(60)), .saveCheckpoint])
        let whole = Self.events(try setup(60))
        #expect(longer.outcome?.reason == .completed && longer.outcome?.step == 60)
        #expect(longer.losses == whole.losses.filter { $0.key > 35 })
        let areas = { (events: [Event]) in
            events.evaluations.filter { $0.step > 35 }.map { "\($0.step) \($0.areaUnderROC.bitPattern) \($0.loss.bitPattern)" }
        }
        #expect(areas(longer) == areas(whole))
        // The length is of the run from then on.
        let later = Self.events(try setup(35), from: .checkpoint(try #require(sink.last(atStep: 50))))
        #expect(later.losses == whole.losses.filter { $0.key > 50 } && later.outcome?.step == 60)
        #expect(end.state.duration == nil && sink.last(atStep: 50)?.state.duration == .steps(60))
    }

    @Test func aRunThatEarlyStoppingEndedGetsItsPatienceAnew() throws {
        let noise = try TinyDataset(pattern: .noise)
        defer { withExtendedLifetime(noise) {} }
        let setup = try TroubledRun.setup(noise, steps: 400) { options in
            options.earlyStopping = 2
            options.evaluationInterval = 5
            options.learningRate = 1e-7
        }
        let sink = SteeringSink()
        let first = Self.events(setup, sink: sink)
        let step = try #require(first.outcome?.step)
        #expect(step < 400, "nothing is learned")
        let end = try #require(sink.last(atStep: step))
        #expect(end.state.isExhausted)
        let longer = Self.events(setup, from: .checkpoint(end), commands: [.setDuration(.steps(500))])
        #expect((longer.outcome?.step ?? 0) >= step + 10)
    }
}

/// Keeps the checkpoints, one a step, and sends commands with those of some steps, so that they take effect right after them.
private final class SteeringSink: CheckpointSink, Sendable {
    private let kept = KeepingSink()
    private let commands: [Int: [Command]]
    private let queue = Mutex<CommandQueue?>(nil)

    init(_ commands: [Int: [Command]] = [:]) {
        self.commands = commands
    }

    func steer(_ queue: CommandQueue) { self.queue.withLock { $0 = queue } }

    func last(atStep step: Int) -> Checkpoint? { kept.last(atStep: step) }

    func save(_ checkpoint: Checkpoint) throws -> String {
        if checkpoint.kind == .last, kept.last(atStep: checkpoint.step) == nil {
            for command in commands[checkpoint.step] ?? [] { _ = queue.withLock { $0?.send(command) } }
        }
        return try kept.save(checkpoint)
    }
}
