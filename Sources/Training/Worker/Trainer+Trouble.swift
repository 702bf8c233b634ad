import Datasets
import Dispatch
import Networks

/// What is done where the world outside fails: the images are away, or the disk takes no more. Whatever was trained stays in memory, and
/// everything is tried again.
extension Trainer {
    /// Waits for images that cannot be read. The step, or the evaluation, that they were for has not happened.
    ///
    /// - Throws: the error itself, where they do not come back in time.
    mutating func endure(_ error: DatasetError) throws {
        let since = missingImagesSince ?? .now()
        if missingImagesSince == nil {
            missingImagesSince = since
            clock.stop()
            let isSaved = nonFinite.isWell ? try saveLast() == nil : false
            let minutes = max(1, Int(setup.patience.limit / 60))
            notify(
                .error, error.description,
                advice: "Bring the images back: training waits \(minutes) minutes for them, then ends"
                    + (isSaved ? "; all of it is saved, and twinscope resume continues it." : "."))
        }
        announce(.waiting)
        guard TrainingClock.seconds(since: since) < setup.patience.limit else { throw error }
        commands.wait(seconds: setup.patience.interval)
        try obeyCommands()
    }

    /// After a step or an evaluation that went well.
    mutating func noteThatImagesAreThere() {
        guard missingImagesSince != nil else { return }
        missingImagesSince = nil
        clock.start()
        notify(.information, "The images can be read again; training continues")
        announce(mode == .paused ? .paused : .training)
    }

    /// Saves what a run ends with, and waits for room where there is none.
    ///
    /// - Returns: whether it is saved; not where a person gives it up.
    /// - Throws: `TrainingError` where it cannot be saved in time.
    mutating func saveAtEnd() throws -> Bool {
        let since = DispatchTime.now()
        let limit = isComplete ? setup.patience.limit : setup.patience.limitOfEnd
        while let sentence = try saveLast() {
            guard TrainingClock.seconds(since: since) < limit else {
                throw TrainingError("\(sentence); nothing after the last checkpoint was kept")
            }
            commands.wait(seconds: setup.patience.interval)
            for entry in commands.drain() {
                let isGivenUp = entry.command == .abandon
                let refusal =
                    isGivenUp || entry.command == .detach
                    ? nil : "the training is already ending, and waits until it can be saved"
                send(.acknowledged(Acknowledgement(id: entry.id, step: step, command: entry.command, refusal: refusal)))
                if isGivenUp { return false }
            }
        }
        return true
    }

    /// What is saved where the averaged weights cannot have statistics of their own, because no images can be read: those of the
    /// weights that are trained. A training that goes on makes them anew.
    func weightsWithoutEstimate(_ average: WeightAverage) throws -> Weights {
        let trained = try engine.parameters()
        var forUse = average.parameters
        for info in setup.graph.parameters where !info.isTrainable { forUse[info.name] = trained[info.name] }
        return Weights(forUse: forUse, trained: trained)
    }
}
