import Foundation
import MetricLearning
import Networks
import Testing

@testable import Training

/// What commands make of a training's settings, without a training.
@Suite struct SteeringTests {
    private static func steering(
        _ duration: TrainingOptions.Duration = .steps(2_000), perEpoch: Int = 20,
        changing change: (inout TrainingOptions) -> Void = { _ in }
    ) -> Steering {
        var options = TrainingOptions(learningRate: 1e-3, duration: duration, threads: 1)
        change(&options)
        let description = description(options, perEpoch: perEpoch)
        return Steering(TrainerState(description), description)
    }

    private static func description(_ options: TrainingOptions, perEpoch: Int = 20) -> RunDescription {
        let length = RunLength(stepsPerEpoch: perEpoch, duration: options.duration)
        return RunDescription(
            name: "n", startedAt: "2026-01-01T00:00:00Z",
            network: NetworkSpec(name: "tiny", input: .image(channels: 1, height: 8, width: 8), layers: [.flatten, .linear(4)]),
            options: options,
            dataset: DatasetSummary(
                path: "p", images: 1, classes: 1, trainingClasses: 1, validationClasses: 0, testClasses: 0, brokenFiles: 0),
            stepsPerEpoch: perEpoch, totalSteps: length.totalSteps, totalSeconds: length.totalSeconds, testPairs: [])
    }

    private static func place(_ step: Int) -> RunPlace { RunPlace(step: step, elapsed: Double(step) * 0.1) }

    private func done(_ answer: Steering.Answer, _ location: SourceLocation = #_sourceLocation) throws -> Edit {
        guard case .done(let edit) = answer else {
            Issue.record("refused: \(answer)", sourceLocation: location)
            throw TrainingError("refused")
        }
        return edit
    }

    private func refusal(_ answer: Steering.Answer) -> String? {
        if case .refused(let sentence) = answer { sentence } else { nil }
    }

    // MARK: Schedules

    /// The twin of a schedule that is chosen live: the same schedule from the start of a run that is as long as the rest.
    @Test(arguments: Schedule.usual + [.cosine(warmup: 0.2, end: 0.1), .step(epochs: 3, factor: 0.5)])
    func aScheduleBeginsWhereItIsChosen(schedule: Schedule) throws {
        for chosen in [0, 1, 397, 1_397, 1_999] {
            var live = Self.steering()
            let edit = try done(live.apply([.setSchedule(schedule)], at: Self.place(chosen)))
            let spread = schedule.spread(over: (1_999 - chosen) / 20)
            let twin = Self.steering(.steps(2_000 - chosen)) { $0.schedule = spread }
            for later in stride(from: 0, to: 2_000 - chosen, by: 7) {
                #expect(live.rate(at: Self.place(chosen + later)) == twin.rate(at: Self.place(later)), "\(chosen) + \(later)")
            }
            guard case .schedule(let old, let new, let oldRate, let newRate) = try #require(edit.changes.first) else { continue }
            #expect(old.schedule == .constant && new.schedule == spread && new.start == Self.place(chosen))
            #expect(oldRate == 1e-3 && newRate == live.rate(at: Self.place(chosen)))
            if case .cosine(let warmup, _) = schedule, warmup > 0 { continue }
            // With a single step left, one-cycle is at its end.
            if case .oneCycle = schedule, chosen == 1_999 { continue }
            #expect(newRate >= 1e-3 / 25 * 0.999, "no schedule kills a training at once")
        }
    }

    /// A small data set has thousands of epochs, over which the usual numbers would bring the rate to nothing in a minute.
    @Test(arguments: [1, 3, 20, 400], ["step", "exponential"])
    func aScheduleThatCountsEpochsIsSpreadOverTheRun(perEpoch: Int, name: String) throws {
        let usual = try #require(Schedule.named(name))
        for duration in [TrainingOptions.Duration.steps(40_000), .steps(2_000), .steps(150), .minutes(100)] {
            var live = Self.steering(duration, perEpoch: perEpoch)
            let place = Self.place(90)
            _ = try done(live.apply([.setSchedule(usual)], at: place))
            let end = try #require(live.length.place(at: 1, after: place))
            #expect((0.9e-5...1e-3).contains(live.rate(at: end)), "\(duration) \(live.rate(at: end))")
            let half = try #require(live.length.place(at: 0.5, after: place))
            #expect((0.9e-4...1e-3).contains(live.rate(at: half)), "\(duration) \(live.rate(at: half))")
        }
        // Numbers that a person chose stay as they are.
        let own = Schedule.exponential(factor: 0.5)
        var live = Self.steering(perEpoch: perEpoch)
        _ = try done(live.apply([.setSchedule(own)], at: Self.place(90)))
        #expect(live.settings.course.schedule == own)
    }

    @Test func aScheduleInMinutesBeginsWhereItIsChosenToo() throws {
        var live = Self.steering(.minutes(10))
        _ = try done(live.apply([.setSchedule(.cosine())], at: RunPlace(step: 500, elapsed: 360)))
        let rates = [360, 480, 599.99].map { live.rate(at: RunPlace(step: 900, elapsed: $0)) }
        #expect(rates[0] == 1e-3 && abs(rates[1] - 5e-4) < 1e-8 && rates[2] < 1e-9)
    }

    /// It begins at the rate that is shown, not at one that another schedule once began with.
    @Test func aScheduleBeginsAtTheRateInEffect() throws {
        var steering = Self.steering { $0.schedule = .exponential(factor: 0.9) }
        let place = Self.place(1_000)
        let before = steering.rate(at: place)
        #expect(before < 6e-6)
        for schedule in [Schedule.constant, .cosine(), .step(epochs: 10), .plateau()] {
            _ = try done(steering.apply([.setSchedule(schedule)], at: place))
            #expect(steering.rate(at: place) == before, "\(schedule.name)")
        }
    }

    @Test func aRateIsTheOneOfTheNextStepAndTheScheduleGoesOnFromIt() throws {
        for schedule in Schedule.usual {
            var steering = Self.steering { $0.schedule = schedule }
            let untouched = steering
            for _ in 0..<2 { steering.plateau.observe(loss: 1, .plateau(factor: 0.1, patience: 0)) }
            let place = Self.place(700)
            let edit = try done(steering.apply([.set(.learningRate, 2e-3)], at: place))
            #expect(abs(steering.rate(at: place) - 2e-3) < 1e-9, "\(schedule.name)")
            let (end, middle) = (Self.place(1_999), Self.place(1_500))
            #expect(steering.rate(at: middle) > 0)
            let (course, twin) = (
                steering.rate(at: end) / steering.rate(at: middle), untouched.rate(at: end) / untouched.rate(at: middle)
            )
            #expect(abs(course - twin) <= 1e-4 * twin, "\(schedule.name)")
            guard case .setting(.learningRate, let old, let new)? = edit.changes.first else { continue }
            #expect(new == 2e-3 && abs(Float(old) - untouched.rate(at: place) * 0.1) <= 1e-6 * Float(old))
        }
    }

    @Test func whereAScheduleHasComeToNothingARateStays() throws {
        var steering = Self.steering { $0.schedule = .exponential(factor: 0.1) }
        let place = Self.place(1_900)
        #expect(steering.rate(at: place) == 0)
        let edit = try done(steering.apply([.set(.learningRate, 1e-4)], at: place))
        #expect(edit.sentence == "schedule exponential → constant (learning rate 0 → 0.0001)")
        #expect([1_900, 1_950, 1_999].allSatisfy { steering.rate(at: Self.place($0)) == 1e-4 })
        _ = try done(steering.undo(at: place))
        #expect(steering.rate(at: place) == 0 && steering.settings.course.schedule == .exponential(factor: 0.1))
    }

    @Test func aRateThatComesWithAScheduleIsItsHeight() throws {
        for order in [false, true] {
            var steering = Self.steering { $0.schedule = .cosine() }
            let commands: [Command] = [.set(.learningRate, 0.01), .setSchedule(.oneCycle())]
            let edit = try done(steering.apply(order ? commands : commands.reversed(), at: Self.place(1_000)))
            #expect(edit.sentence == "schedule cosine → one-cycle (learning rate 0.0005 → 0.0004)")
            let rates = (1_000..<2_000).map { steering.rate(at: Self.place($0)) }
            #expect(abs((rates.max() ?? 0) - 0.01) < 1e-7 && abs((rates.first ?? 0) - 4e-4) < 1e-8)
        }
    }

    // MARK: Edits and undo

    @Test func whatComesTogetherIsOneEditOrNone() throws {
        var steering = Self.steering()
        let before = steering
        let refused = steering.apply([.set(.margin, 2), .set(.temperature, 0.1)], at: Self.place(5))
        #expect(refusal(refused) == "contrastive loss has no temperature" && steering == before)
        let edit = try done(steering.apply([.set(.margin, 2), .set(.weightDecay, 0.1)], at: Self.place(5)))
        #expect(edit.id == 1 && edit.changes == [.setting(.margin, old: 1, new: 2), .setting(.weightDecay, old: 0, new: 0.1)])
        let undone = try done(steering.undo(at: Self.place(6)))
        #expect(undone.undoes == 1 && undone.id == nil)
        #expect(undone.changes == [.setting(.weightDecay, old: 0.1, new: 0), .setting(.margin, old: 2, new: 1)])
        #expect(refusal(steering.undo(at: Self.place(6))) == "there is no edit to undo")
        #expect(refusal(steering.apply([.pause], at: Self.place(6))) != nil)
        #expect(refusal(steering.apply([], at: Self.place(6))) != nil)
    }

    /// Whatever was changed and taken back in whatever order, with everything taken back a training continues as if nothing had been.
    @Test(arguments: 0..<40) func everythingTakenBackIsNothingDone(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let schedule = Schedule.usual[Int(seed) % Schedule.usual.count]
        var steering = Self.steering(seed % 2 == 0 ? .steps(2_000) : .minutes(4)) {
            $0.schedule = schedule
            $0.loss = .triplet(margin: 0.2, mining: .batchHard)
        }
        let untouched = steering
        var open = 0
        var step = 0
        for _ in 0..<30 {
            step += Int.random(in: 0...60, using: &generator)
            if Int.random(in: 0..<3, using: &generator) == 0 {
                let answer = steering.undo(at: Self.place(step))
                #expect((refusal(answer) == nil) == (open > 0))
                open = max(0, open - 1)
                continue
            }
            let all: [Command] = [
                .set(.margin, Double.random(in: 0.1...2, using: &generator)),
                .set(.learningRate, pow(10, Double.random(in: -6 ... -1, using: &generator))),
                .setSchedule(Schedule.usual.randomElement(using: &generator) ?? .constant),
                .setMining(TripletMining.allCases.randomElement(using: &generator) ?? .batchAll),
            ]
            let count = Int.random(in: 1...3, using: &generator)
            _ = try done(steering.apply(Array(all.shuffled(using: &generator).prefix(count)), at: Self.place(step)))
            open += 1
            // As a checkpoint does between any two steps.
            let state = try Self.roundTrip(steering)
            #expect(state == steering.history)
        }
        for _ in 0..<open { _ = try done(steering.undo(at: Self.place(step))) }
        #expect(steering.settings == untouched.settings && steering.plateau == untouched.plateau)
        #expect(steering.rate(at: Self.place(step)) == untouched.rate(at: Self.place(step)))
    }

    private static func roundTrip(_ steering: Steering) throws -> EditHistory {
        let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(EditHistory.self, from: encoder.encode(steering.history))
    }

    // MARK: Length

    @Test(arguments: Schedule.usual + [.cosine(warmup: 0.3)]) func aLongerRunGoesOnWithoutAJump(schedule: Schedule) throws {
        for (at, total) in [(0, 4_000), (300, 4_000), (1_200, 2_500), (1_200, 1_300), (2_000, 4_000)] {
            var steering = Self.steering { $0.schedule = schedule }
            let before = steering
            let answer = steering.apply([.setDuration(.steps(total))], at: Self.place(at))
            if refusal(answer) != nil {
                #expect(at == 2_000 && before.rate(at: Self.place(at)) == 0, "\(schedule.name)")
                continue
            }
            let edit = try done(answer)
            #expect(edit.changes == [.duration(old: .steps(2_000), new: .steps(total))] && edit.id == nil)
            #expect(at == 0 || steering.rate(at: Self.place(at)) == before.rate(at: Self.place(at)), "\(schedule.name)")
            #expect(steering.length.totalSteps == total)
            // What is left of the schedule is what would have been left, spread over what is left of the run.
            guard schedule.coversRun, at > 0, at < 2_000 else { continue }
            for share in [0.25, 0.5, 0.75] {
                let place = Self.place(at + Int(share * Double(total - at)))
                let twin = Self.place(at + Int(share * Double(2_000 - at)))
                #expect(abs(steering.rate(at: place) - before.rate(at: twin)) < 2e-5, "\(schedule.name) at \(share)")
            }
        }
    }

    @Test func aRunThatIsChangedTwiceStillEndsWithItsSchedule() throws {
        var steering = Self.steering { $0.schedule = .cosine() }
        _ = try done(steering.apply([.setDuration(.steps(3_000))], at: Self.place(1_000)))
        _ = try done(steering.apply([.setDuration(.minutes(10))], at: Self.place(2_000)))
        let rates = (2_000...6_000).map { steering.rate(at: Self.place($0)) }
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(abs(rates[0] - 1.4645e-4) < 1e-7 && (rates.last ?? 1) < 1e-9)
    }

    @Test func aLengthThatIsOverIsRefused() {
        var steering = Self.steering()
        let place = Self.place(500)
        #expect(refusal(steering.apply([.setDuration(.steps(500))], at: place))?.contains("500 steps behind it") == true)
        #expect(refusal(steering.apply([.setDuration(.epochs(25))], at: place))?.contains("25 epochs (500 steps)") == true)
        #expect(refusal(steering.apply([.setDuration(.minutes(0.5))], at: place))?.contains("minute") == true)
        #expect(refusal(steering.apply([.setDuration(.epochs(26))], at: place)) == nil)
    }

    @Test func aRunIsNotMadeLongerAtARateOfNothing() throws {
        var steering = Self.steering { $0.schedule = .cosine() }
        let end = Self.place(2_000)
        #expect(refusal(steering.apply([.setDuration(.steps(3_000))], at: end))?.contains("learning rate too") == true)
        _ = try done(steering.apply([.setDuration(.steps(3_000)), .set(.learningRate, 1e-4)], at: end))
        #expect(steering.rate(at: Self.place(2_500)) == 1e-4)
    }

    @Test func anUndoneScheduleGoesOnOverTheNewLength() throws {
        var steering = Self.steering { $0.schedule = .cosine() }
        var twin = steering
        _ = try done(steering.apply([.setSchedule(.constant)], at: Self.place(800)))
        for commands in [[Command.setDuration(.steps(4_000))]] {
            _ = try done(steering.apply(commands, at: Self.place(1_000)))
            _ = try done(twin.apply(commands, at: Self.place(1_000)))
        }
        _ = try done(steering.undo(at: Self.place(1_500)))
        for step in [1_500, 2_500, 3_999] { #expect(steering.rate(at: Self.place(step)) == twin.rate(at: Self.place(step))) }
    }

    // MARK: Earlier checkpoints

    @Test func aCheckpointOfTheFirstVersionsIsRead() throws {
        let json = """
            {"averagedSteps": 0, "elapsed": 1.5, "step": 30, "plateau": {"badEvaluations": 0, "best": 1, "factor": 0.1},
             "selection": {"criterion": "auc", "evaluationsSince": 0},
             "settings": {"augmentationStrength": 1, "learningRate": 0.01, "loss": {"contrastive": {"distance": "euclidean",
               "genuineMargin": 0, "margin": 2}}, "numbers": {"learningRate": 0.01, "margin": 2, "weightDecay": 0},
               "schedule": {"plateau": {"factor": 0.1, "patience": 10}}}}
            """
        let state = try JSONDecoder().decode(TrainerState.self, from: Data(json.utf8))
        let steering = Steering(state, Self.description(TrainingOptions(duration: .steps(100), threads: 1)))
        #expect(abs(steering.rate(at: state.place) - 1e-3) < 1e-9)
        #expect(steering.settings[.margin] == 2 && steering.settings.course.schedule == .plateau())
        var again = steering
        #expect(refusal(again.undo(at: state.place)) == "there is no edit to undo")
    }
}
