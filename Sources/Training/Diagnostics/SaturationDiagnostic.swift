/// Units that let no gradient through, so that the layers before them cannot learn: ReLUs that are never active, sigmoids and tanhs at
/// the flat ends of their curves.
struct SaturationDiagnostic: Diagnostic {
    /// Whether only layers without any working unit count: they are a cause, where some dead units are often a consequence.
    let isTotal: Bool
    private(set) var finding: Finding?
    private var looksInARow = 0

    private static let most: Float = 0.9
    /// Root mean square of a layer's gradient over that of the layer with the largest.
    private static let least: Float = 1e-5

    init(isTotal: Bool) {
        self.isTotal = isTotal
    }

    mutating func examine(_ observation: Observation, _ course: Course) {
        guard case .layers(let statistics, let activations) = observation, statistics.step > 0 else { return }
        if isTotal {
            // Weights of zero make every activation one, and are a cause of their own.
            let isZero = statistics.layers.contains { $0.weightNorm == 0 }
            finding = isZero ? nil : activations.flatMap(Self.shut) ?? dead(statistics)
            return
        }
        // A network that learns nevertheless has enough units, and gradient enough.
        let found = course.hasBecomeGood ? nil : dead(statistics) ?? (course.hasLearned ? nil : Self.vanishing(statistics))
        looksInARow = found == nil ? 0 : looksInARow &+ 1
        finding = looksInARow > 1 ? found : nil
    }

    /// Activations that let next to nothing through, whatever the gradients are that come to them.
    private static func shut(_ activations: [ActivationFigures]) -> Finding? {
        let shut = activations.filter { $0.shut >= most }
        guard let worst = shut.max(by: { $0.shut < $1.shut }) else { return nil }
        let share = (worst.shut * 100).short
        let names = shut.map(\.name).inWords
        return Finding(
            kind: .saturated,
            evidence: worst.isOfUnits
                ? "\(share) % of the units of \(names) are dead: never active, whatever the image"
                : "\(share) % of the values of \(names) are at the flat ends of the function, where no gradient passes",
            figures: [RunVerdict.Figure("share of saturated values", Double(worst.shut))],
            remedy: worst.isOfUnits ? unitsRemedy : endsRemedy)
    }

    private static let unitsRemedy = RunVerdict.Remedy(
        .changeActivations, "Start again with batch-norm before the ReLUs, or leaky-relu in their place, which keep units alive")
    private static let endsRemedy = RunVerdict.Remedy(
        .changeActivations, "Start again with smaller weights, batch-norm before the activations, or ReLUs in their place")

    private func dead(_ statistics: LayerStatistics) -> Finding? {
        let dead = statistics.layers.filter { $0.deadFraction ?? 0 >= (isTotal ? 1 : Self.most) }
        guard let worst = dead.compactMap(\.deadFraction).max() else { return nil }
        return Finding(
            kind: .saturated,
            evidence: "\((worst * 100).short) % of the units of \(dead.map(\.name).inWords) are dead: never active",
            figures: [RunVerdict.Figure("share of dead units", Double(worst))],
            remedy: Self.unitsRemedy)
    }

    private static func vanishing(_ statistics: LayerStatistics) -> Finding? {
        let sizes = statistics.layers.map(\.typicalGradient)
        guard let largest = sizes.max(), largest > 0 else { return nil }
        let vanishing = zip(statistics.layers, sizes).filter { $1 < least * largest }.map(\.0.name)
        guard !vanishing.isEmpty else { return nil }
        let smallest = (sizes.min() ?? 0) / largest
        return Finding(
            kind: .saturated,
            evidence: "next to no gradient reaches \(vanishing.inWords): \(smallest.short) of the largest layer's",
            figures: [RunVerdict.Figure("share of the largest gradient", Double(smallest))],
            remedy: RunVerdict.Remedy(
                .changeActivations, "Start again with ReLUs in place of sigmoids or tanhs, batch-norm, or residual blocks"))
    }
}

extension LayerFigures {
    /// Root mean square of the gradient.
    var typicalGradient: Float {
        gradientNorm / Float(max(1, gradients.counts.reduce(0, +))).squareRoot()
    }
}
