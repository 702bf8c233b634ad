import Engine

/// Times the layers in a few steps after the engine has warmed up; before and afterwards it costs nothing.
final class LayerTiming {
    private var stepsSeen = 0
    private var seconds: [String: Double] = [:]

    private static let warmUp = 3
    private static let measured = 5

    /// Runs a pass of the engine, and times it where its turn has come.
    ///
    /// - Returns: what the layers take of a step, once, when enough was measured.
    func watch(_ engine: SiameseEngine, _ pass: () throws -> Void) rethrows -> [LayerCost]? {
        guard stepsSeen < Self.warmUp + Self.measured else {
            try pass()
            return nil
        }
        stepsSeen += 1
        guard stepsSeen > Self.warmUp else {
            try pass()
            return nil
        }
        for time in try engine.timingSteps(pass) { seconds[time.layer, default: 0] += time.seconds }
        return stepsSeen == Self.warmUp + Self.measured ? costs(of: engine) : nil
    }

    private func costs(of engine: SiameseEngine) -> [LayerCost] {
        engine.layerReports.map { report in
            LayerCost(
                name: report.name, seconds: seconds[report.name, default: 0] / Double(Self.measured), forward: report.forward,
                backwardData: report.backwardData, backwardWeights: report.backwardWeights,
                activationBytes: report.activationBytes)
        }
    }
}
