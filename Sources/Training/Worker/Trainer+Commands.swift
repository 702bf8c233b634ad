import Datasets
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
        case .set(let setting, let value): return change(setting, to: value)
        case .setSchedule(let schedule):
            settings.schedule = schedule
            plateau = Plateau()
        case .setMining(let mining): return change(mining)
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

    private mutating func change(_ setting: Setting, to value: Double) -> String? {
        let old = settings[setting]
        if let refusal = settings.change(setting, to: value) { return refusal }
        let new = settings[setting] ?? value
        apply(setting)
        let edit = Edit(step: step, elapsed: clock.elapsed, setting: setting, old: old ?? new, new: new)
        send(.edit(edit))
        diagnosis.note(edit)
        return nil
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

    private mutating func change(_ mining: TripletMining) -> String? {
        settings.change(mining) ? nil : "\(settings.loss.name) loss mines no triplets"
    }
}
