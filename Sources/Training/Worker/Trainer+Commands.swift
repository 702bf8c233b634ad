import Datasets
import Foundation
import MetricLearning

/// What a person asks for, between two steps.
extension Trainer {
    mutating func obeyCommands() throws {
        repeat {
            if mode == .paused { commands.wait() }
            for entry in commands.drain() {
                let refusal = try obey(entry.command)
                send(.acknowledged(Acknowledgement(id: entry.id, step: step, command: entry.command, refusal: refusal)))
            }
        } while mode == .paused
    }

    /// - Returns: why not, as a sentence; `nil` when done.
    private mutating func obey(_ command: Command) throws -> String? {
        // An end that was asked for is final: a late "resume" must not undo it.
        if case .ending = mode { return "the training is already ending" }
        switch command {
        case .pause: pause()
        case .resume: resume(as: .running)
        case .step: resume(as: .stepping)
        case .stop: mode = .ending(saves: true)
        case .abandon: mode = .ending(saves: false)
        case .evaluate:
            do {
                try evaluate()
            } catch let error as DatasetError {
                return error.description
            }
        case .saveCheckpoint: return try saveLast()
        case .set, .setSchedule, .setMining, .setDuration, .together: return change(command.parts)
        case .undo: return take(steering.undo(at: place))
        case .detach: goOnUnwatched()
        }
        return nil
    }

    mutating func pause() {
        guard mode != .paused else { return }
        mode = .paused
        clock.stop()
        announce(.paused)
    }

    private mutating func resume(as resumed: Mode) {
        mode = resumed
        clock.start()
        announce(.training)
    }

    /// Nobody is there to end a pause, or to press a key.
    private mutating func goOnUnwatched() {
        guard !isUnattended else { return }
        isUnattended = true
        let wasPaused = mode == .paused || mode == .stepping
        notify(
            .warning,
            wasPaused
                ? "The screen went away while training was paused, so training continues without it"
                : "The screen is gone; training continues without it",
            advice: "To end it: kill -TERM \(Self.process), which saves; then twinscope resume.")
        if wasPaused { resume(as: .running) } else { announce(missingImagesSince == nil ? .training : .waiting) }
    }

    static var process: Int { Int(ProcessInfo.processInfo.processIdentifier) }

    private mutating func change(_ commands: [Command]) -> String? {
        take(steering.apply(commands, at: place))
    }

    /// Carries an edit over to what goes by its settings.
    private mutating func take(_ answer: Steering.Answer) -> String? {
        switch answer {
        case .refused(let sentence): return sentence
        case .done(let edit):
            for change in edit.changes {
                switch change {
                case .setting(let setting, _, _): apply(setting)
                case .duration: renewPatience()
                case .schedule, .mining, .threads: break
                }
            }
            send(.edit(edit))
            diagnosis.note(edit)
            if edit.changesCourse { tellOfRate() }
            return nil
        }
    }

    /// A run that was made longer must not end with the next evaluation.
    private mutating func renewPatience() {
        selection.renewPatience()
        guard let evaluations = options.earlyStopping else { return }
        notify(
            .information,
            "Early stopping starts counting again: it ends the run after \(evaluations) evaluations without a better one from here on"
        )
    }

    /// What the learning rate is going to be: of a new length or schedule that is not to be seen in its name.
    private func tellOfRate() {
        let places = [0, 0.5, 1].compactMap { steering.length.place(at: $0, after: place) }
        guard places.count == 3 else { return }
        let rates = places.map { steering.rate(at: $0) }
        let texts = rates.map { Setting.learningRate.text($0.plain) }
        let isOver = rates.allSatisfy { $0 < 1e-3 * settings.course.rate }
        notify(
            isOver ? .warning : .information,
            "Learning rate: \(texts[0]) now, \(texts[1]) halfway, \(texts[2]) at the end",
            advice: isOver
                ? "Its schedule is over: give a learning rate, or begin a schedule." : nil)
    }

    /// Tells the engine or the loader of a setting that they go by.
    func apply(_ setting: Setting) {
        guard let value = settings[setting] else { return }
        switch setting {
        case .margin, .temperature, .learningRate: break
        case .weightDecay: engine.weightDecay = Float(value)
        case .dropout: engine.dropoutFactor = Float(value)
        case .augmentation: loader.change(to: setup.preparation(strength: value))
        }
    }
}

extension Edit {
    fileprivate var changesCourse: Bool {
        changes.contains { change in
            switch change {
            case .schedule, .duration: true
            case .setting, .mining, .threads: false
            }
        }
    }
}
