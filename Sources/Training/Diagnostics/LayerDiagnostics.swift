/// Units whose ReLU answers to no image get no gradient, and never come back by themselves.
struct DeadUnitsDiagnostic: Diagnostic {
    private(set) var finding: Finding?

    private static let most: Float = 0.5

    mutating func examine(_ statistics: LayerStatistics) {
        let dead = statistics.layers.filter { $0.deadFraction ?? 0 > Self.most }
        let worst = dead.compactMap(\.deadFraction).max() ?? 0
        finding =
            dead.isEmpty
            ? nil
            : Finding(
                topic: .deadUnits, layers: Set(dead.map(\.name)),
                message: "Up to \((worst * 100).short) % of the units of \(dead.map(\.name).inWords) answer to no image any more",
                advice:
                    "Lower the learning rate and restart from the best checkpoint; leaky-relu, or batch-norm before the ReLU, "
                    + "keep units alive.")
    }
}

/// A gradient far larger than the weights it belongs to: the next step throws the layer elsewhere.
struct ExplodingGradientDiagnostic: Diagnostic {
    private(set) var finding: Finding?

    /// Gradient norm over weight norm.
    private static let most: Float = 1e3

    mutating func examine(_ statistics: LayerStatistics) {
        let exploding = statistics.layers.filter { $0.weightNorm > 0 && $0.gradientNorm > Self.most * $0.weightNorm }
        finding =
            exploding.isEmpty
            ? nil
            : Finding(
                topic: .explodingGradient, layers: Set(exploding.map(\.name)),
                message: "The gradient of \(exploding.map(\.name).inWords) is more than a thousand times as long as the weights",
                advice: "Lower the learning rate, clip the gradient, or add batch-norm.")
    }
}

/// A layer whose gradient is tiny beside the others': it does not learn.
struct VanishingGradientDiagnostic: Diagnostic {
    private(set) var finding: Finding?

    /// Root mean square of a layer's gradient over that of the layer with the largest.
    private static let least: Float = 1e-5

    mutating func examine(_ statistics: LayerStatistics) {
        finding = nil
        let sizes = statistics.layers.map(\.typicalGradient)
        guard let largest = sizes.max(), largest > 0 else { return }
        let vanishing = zip(statistics.layers, sizes).filter { $1 < Self.least * largest }.map(\.0.name)
        guard !vanishing.isEmpty else { return }
        finding = Finding(
            topic: .vanishingGradient, layers: Set(vanishing),
            message: "Next to no gradient reaches \(vanishing.inWords): less than a hundred-thousandth of the largest",
            advice: "Use ReLU in place of sigmoid or tanh, batch-norm, residual blocks, or He's initial weights.")
    }
}

/// Weights that change by a large share in one step jump about; weights that change by next to nothing stand still.
struct UpdateRatioDiagnostic: Diagnostic {
    private(set) var finding: Finding?

    private static let usual: ClosedRange<Float> = 1e-7...0.1

    mutating func examine(_ statistics: LayerStatistics) {
        let ratios = statistics.layers.filter { $0.weightNorm > 0 }.compactMap { layer in
            layer.updateRatio.map { (layer.name, $0) }
        }
        let large = ratios.filter { $0.1 > Self.usual.upperBound }
        // Single layers may rest, frozen ones for example; it is when none moves that training stands still.
        let stands = !ratios.isEmpty && ratios.allSatisfy { $0.1 < Self.usual.lowerBound }
        if !large.isEmpty {
            let most = large.map(\.1).max() ?? 0
            finding = Finding(
                topic: .updateRatio, layers: Set(large.map(\.0)),
                message: "A step changes \(large.map(\.0).inWords) by up to \((most * 100).short) % of the weights",
                advice: "Lower the learning rate: about 0.1 % a step is usual.")
        } else if stands {
            finding = Finding(
                topic: .updateRatio, message: "A step changes no layer by more than a ten-millionth of its weights",
                advice: "Raise the learning rate: about 0.1 % a step is usual.")
        } else {
            finding = nil
        }
    }
}

extension LayerFigures {
    /// Root mean square of the gradient.
    fileprivate var typicalGradient: Float {
        gradientNorm / Float(max(1, gradients.counts.reduce(0, +))).squareRoot()
    }
}
