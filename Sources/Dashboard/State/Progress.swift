import Training

extension DashboardState {
    /// Seconds of training so far, moving on between events while the run works.
    var elapsed: Double {
        isCurrent && isTraining ? clock.elapsed + max(0, now - clock.at) : clock.elapsed
    }

    /// Seconds left, at the pace of the whole run so far, evaluations included; `nil` where the end or the pace is not known.
    var remaining: Double? {
        guard let description, outcome == nil, isCurrent else { return nil }
        if let total = description.totalSeconds { return max(0, total - elapsed) }
        let step = history.lastStep
        guard let total = description.totalSteps, step > 0, clock.elapsed > 0 else { return nil }
        let atLatestEvent = clock.elapsed / Double(step) * max(0, Double(total) - Double(step))
        return max(0, atLatestEvent - (elapsed - clock.elapsed))
    }

    /// Share of the run that is done, 0 to 1; `nil` where its end is not known.
    var progress: Double? {
        guard let description else { return nil }
        if let total = description.totalSteps, total > 0 { return min(1, Double(history.lastStep) / Double(total)) }
        if let total = description.totalSeconds, total > 0 { return min(1, elapsed / total) }
        return nil
    }

    /// The epoch that is running, from 1, and how many there will be.
    var epoch: (current: Int, total: Int?) {
        let perEpoch = max(1, description?.stepsPerEpoch ?? 1)
        let current = latestStep?.epoch ?? history.latestEvaluation?.epoch ?? 1
        return (max(1, current), description?.totalSteps.map { ($0 + perEpoch - 1) / perEpoch })
    }
}
