#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The interval of an estimate between percentiles of its bootstrap resamples, corrected for two things that bare percentiles get wrong.
///
/// Bias: where resamples lie to one side of the estimate, the percentiles move twice as far to the other (Efron, Tibshirani 1993,
/// "An Introduction to the Bootstrap", section 14.3, without acceleration). Few units: resamples spread less than samples do, and
/// normal deviates promise too much, so that the percentiles are those of Student's t, times the root of `n / (n - 1)` (Hesterberg
/// 2015, "What Teachers Should Know About the Bootstrap", section 4.3: the expanded percentile interval).
struct CorrectedPercentiles {
    /// How many standard deviations of a normal variable the interval reaches to both sides.
    private let reach: Double

    /// - Parameters:
    ///   - units: what is resampled, two or more.
    ///   - coverage: the share of samples whose interval holds the true value.
    init(units: Int, coverage: Double) {
        let freedom = max(1, units - 1)
        reach =
            StudentT(degreesOfFreedom: freedom).quantile(1 - (1 - coverage) / 2)
            * (Double(freedom + 1) / Double(freedom)).squareRoot()
    }

    /// - Parameter resampled: the figure in resamples, ascending.
    /// - Returns: `nil` where the resamples lie so far to one side of the estimate that they say nothing about it.
    func interval(of estimate: Float, resampled: [Float]) -> ClosedRange<Float>? {
        guard let first = resampled.first, let last = resampled.last else { return nil }
        // Equal ones lie half below it.
        let below = Double(resampled.count { $0 < estimate }) + Double(resampled.count { $0 == estimate }) / 2
        let bias = NormalDistribution.quantile(below / Double(resampled.count))
        guard abs(bias) <= reach else { return nil }
        let low = first == last ? first : Self.percentile(NormalDistribution.share(below: 2 * bias - reach), of: resampled)
        let high = first == last ? last : Self.percentile(NormalDistribution.share(below: 2 * bias + reach), of: resampled)
        return low <= estimate && estimate <= high ? low...high : nil
    }

    /// The value below which a share of sorted values lies, interpolated between neighbours.
    private static func percentile(_ share: Double, of sorted: [Float]) -> Float {
        let place = share * Double(sorted.count - 1)
        let low = Int(place)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + Float(place - Double(low)) * (sorted[high] - sorted[low])
    }
}

enum NormalDistribution {
    static func share(below deviations: Double) -> Double { erfc(-deviations / 2.0.squareRoot()) / 2 }

    /// How many standard deviations from the mean a share lies below; infinite for 0 and 1.
    static func quantile(_ share: Double) -> Double {
        guard share > 0, share < 1 else { return share > 0 ? .infinity : -.infinity }
        return root(in: -40...40) { Self.share(below: $0) - share }
    }
}

/// Student's t distribution of whole degrees of freedom.
struct StudentT {
    let degreesOfFreedom: Int

    /// The finite series of Abramowitz, Stegun 1964, 26.7.3 and 26.7.4.
    func share(below value: Double) -> Double {
        let angle = atan(value / Double(degreesOfFreedom).squareRoot())
        let squaredCosine = cos(angle) * cos(angle)
        let isOdd = degreesOfFreedom % 2 == 1
        var term = isOdd ? cos(angle) : 1
        var sum = degreesOfFreedom == 1 ? 0 : term
        var index = isOdd ? 3 : 2
        // Terms shrink: of many degrees of freedom the rest no longer counts.
        while index < degreesOfFreedom, term > 1e-18 {
            term *= squaredCosine * Double(index - 1) / Double(index)
            sum += term
            index += 2
        }
        let within = isOdd ? 2 / Double.pi * (angle + sin(angle) * sum) : sin(angle) * sum
        return (1 + within) / 2
    }

    func quantile(_ share: Double) -> Double {
        root(in: -1e7...1e7) { self.share(below: $0) - share }
    }
}

/// Where a rising function is zero, by bisection to the last bit.
private func root(in range: ClosedRange<Double>, _ function: (Double) -> Double) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    for _ in 0..<2000 {
        let middle = low / 2 + high / 2
        guard middle > low, middle < high else { break }
        if function(middle) < 0 { low = middle } else { high = middle }
    }
    return low / 2 + high / 2
}
