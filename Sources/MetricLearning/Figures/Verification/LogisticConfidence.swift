/// How likely a pair is genuine, from its distance alone: `1 / (1 + exp(slope * distance + intercept))`.
///
/// Fitted by maximum likelihood to targets that are a little short of 0 and 1, so that pairs which separate perfectly still give a
/// finite slope (Platt 1999; Newton's method as in Lin, Lin, Weng 2007, "A note on Platt's probabilistic outputs"). It is a
/// probability where genuine pairs are as frequent as among the pairs that it was fitted on.
public struct LogisticConfidence: Codable, Hashable, Sendable {
    public var slope: Double
    public var intercept: Double

    public init(slope: Double, intercept: Double) {
        self.slope = slope
        self.intercept = intercept
    }

    /// The probability of a genuine pair, 0 to 1.
    public func callAsFunction(_ distance: Float) -> Double {
        logistic(-(slope * Double(distance) + intercept))
    }

    /// - Throws: `MetricError` unless both kinds of pairs are there and every distance is finite.
    public init(distances: [Float], same: [Bool]) throws {
        guard distances.count == same.count else { throw MetricError("there must be one distance a pair") }
        guard distances.allSatisfy(\.isFinite) else {
            throw MetricError("a distance is not a finite number, so no confidence can be fitted to it")
        }
        let genuine = Double(same.count { $0 })
        let impostors = Double(same.count) - genuine
        guard genuine > 0, impostors > 0 else {
            throw MetricError("a confidence is fitted to genuine and impostor pairs; give some of both")
        }
        let targets = same.map { $0 ? (genuine + 1) / (genuine + 2) : 1 / (impostors + 2) }
        // In units of the distances' own spread Newton's steps are well scaled, whatever a network's distances are.
        let mean = distances.reduce(0) { $0 + Double($1) } / Double(distances.count)
        let variance = distances.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(distances.count)
        let scale = variance > 0 ? variance.squareRoot() : 1
        var fit = LogisticFit(
            values: distances.map { (Double($0) - mean) / scale }, targets: targets,
            intercept: logarithm((impostors + 1) / (genuine + 1)))
        fit.converge()
        slope = fit.slope / scale
        intercept = fit.intercept - fit.slope * mean / scale
    }
}

/// Newton's method with a line search on the cross-entropy, which is convex.
private struct LogisticFit {
    let values: [Double]
    let targets: [Double]
    var slope = 0.0
    var intercept: Double

    private static let largestNumberOfSteps = 100
    private static let smallestGradient = 1e-10
    /// Keeps the Hessian invertible where all distances are equal.
    private static let ridge = 1e-12

    init(values: [Double], targets: [Double], intercept: Double) {
        self.values = values
        self.targets = targets
        self.intercept = intercept
    }

    mutating func converge() {
        var loss = loss(slope, intercept)
        for _ in 0..<Self.largestNumberOfSteps {
            var gradient = (slope: 0.0, intercept: 0.0)
            var curvature = (slope: Self.ridge, mixed: 0.0, intercept: Self.ridge)
            for (value, target) in zip(values, targets) {
                let probability = logistic(-(slope * value + intercept))
                let weight = probability * (1 - probability)
                curvature.slope += value * value * weight
                curvature.mixed += value * weight
                curvature.intercept += weight
                gradient.slope += value * (target - probability)
                gradient.intercept += target - probability
            }
            let count = Double(values.count)
            guard max(abs(gradient.slope), abs(gradient.intercept)) > Self.smallestGradient * count else { return }
            let determinant = curvature.slope * curvature.intercept - curvature.mixed * curvature.mixed
            let slopeStep = -(curvature.intercept * gradient.slope - curvature.mixed * gradient.intercept) / determinant
            let interceptStep = -(curvature.slope * gradient.intercept - curvature.mixed * gradient.slope) / determinant
            let descent = gradient.slope * slopeStep + gradient.intercept * interceptStep
            var share = 1.0
            while share > 1e-10 {
                let (newSlope, newIntercept) = (slope + share * slopeStep, intercept + share * interceptStep)
                let newLoss = self.loss(newSlope, newIntercept)
                if newLoss < loss + 1e-4 * share * descent {
                    (slope, intercept, loss) = (newSlope, newIntercept, newLoss)
                    break
                }
                share /= 2
            }
            // The loss cannot be lowered any more: rounding is all that is left.
            guard share > 1e-10 else { return }
        }
    }

    private func loss(_ slope: Double, _ intercept: Double) -> Double {
        zip(values, targets).reduce(0) { sum, pair in
            let exponent = slope * pair.0 + intercept
            return sum + softplus(exponent) - (1 - pair.1) * exponent
        }
    }
}
