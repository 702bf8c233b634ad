extension StepMetrics {
    /// This span of steps and the one right after it, as one: means weighted by their steps, extremes kept, and the later settings.
    func merged(with next: StepMetrics) -> StepMetrics {
        var merged = next
        let total = Float(count + next.count)
        func mean(_ value: KeyPath<StepMetrics, Float>) -> Float {
            (self[keyPath: value] * Float(count) + next[keyPath: value] * Float(next.count)) / total
        }
        merged.count = count + next.count
        merged.loss = mean(\.loss)
        merged.lossMinimum = min(lossMinimum, next.lossMinimum)
        merged.lossMaximum = max(lossMaximum, next.lossMaximum)
        merged.gradientNorm = mean(\.gradientNorm)
        merged.genuineDistance = mean(\.genuineDistance)
        merged.impostorDistance = mean(\.impostorDistance)
        merged.activeFraction = mean(\.activeFraction)
        let share = Double(count) / Double(total)
        merged.pairsPerSecond = pairsPerSecond * share + next.pairsPerSecond * (1 - share)
        merged.dataWait = dataWait * share + next.dataWait * (1 - share)
        return merged
    }
}
