import Datasets
import Dispatch
import MetricLearning

extension Trainer {
    mutating func takeStep() throws {
        let began = DispatchTime.now()
        let rate = settings.learningRate * rateFactor
        step += 1
        let (batch, waited) = try loader.next(step: step)
        let loss = try objective.run(batch, step: step, on: engine, settings.loss)
        let norm = engine.gradientNorm()
        if loss.value.isFinite && norm.isFinite {
            try engine.update(learningRate: rate)
            if average != nil {
                let weights = try engine.parameters()
                average?.add(weights)
            }
            isBlind = false
        } else {
            warnOfNonFiniteStep()
        }
        let seconds = TrainingClock.seconds(since: began)
        send(
            .step(
                StepMetrics(
                    step: step, epoch: epoch, elapsed: clock.elapsed, loss: loss.value, learningRate: rate,
                    margin: settings.loss.margin, gradientNorm: norm, genuineDistance: loss.genuineDistance,
                    impostorDistance: loss.impostorDistance, activeFraction: loss.activeFraction,
                    pairsPerSecond: Double(options.batchPairs) / seconds, dataWait: min(1, waited / seconds))))
    }

    /// What the schedule makes of the learning rate in the next step.
    private var rateFactor: Float {
        settings.schedule.factor(at: schedulePosition) * plateau.factor
    }

    /// In steps where their number is known, else in time, cut into ten thousand parts.
    private var schedulePosition: Schedule.Position {
        let description = setup.description
        let epoch = step / description.stepsPerEpoch
        if let total = description.totalSteps {
            return Schedule.Position(step: Double(step), total: Double(total), epoch: epoch)
        }
        let parts = 10_000.0
        let share = min(1, clock.elapsed / max(1e-9, description.totalSeconds ?? 0))
        return Schedule.Position(step: share * parts, total: parts, epoch: epoch)
    }

    /// Says it once for a row of such steps: the step is not applied, so the weights stay as they were.
    private mutating func warnOfNonFiniteStep() {
        guard !isBlind else { return }
        isBlind = true
        notify(
            .warning, "The loss or its gradient is not a finite number, so the step was not applied",
            advice: "Lower the learning rate, or restart from the best checkpoint.")
    }
}
