import Networks

/// Counts steps whose loss or gradient is not a finite number. Such a step is not applied; too many in a row end the run.
struct NonFiniteSteps {
    private(set) var inARow = 0

    /// Single ones happen with an odd batch; so many in a row do not heal.
    static let mostInARow = 10

    var isHopeless: Bool { inARow >= Self.mostInARow }

    /// Whether the last step was a finite one, so that the network is worth saving.
    var isWell: Bool { inARow == 0 }

    /// - Returns: whether it is the first of a row, which is told.
    mutating func note(isFinite: Bool) -> Bool {
        inARow = isFinite ? 0 : inARow + 1
        return inARow == 1
    }

    /// Where the numbers went wrong: in a layer's weights, else in the last layer that a gradient that is not finite reaches.
    static func culprit(_ probe: LayerProbe, parameters: ParameterSet, gradients: ParameterSet) -> String? {
        probe.nonFiniteLayers(in: parameters).first ?? probe.nonFiniteLayers(in: gradients).last
    }
}
