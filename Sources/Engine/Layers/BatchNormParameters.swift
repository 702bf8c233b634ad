import Networks

/// The parameters of a batch normalisation, each by what it is.
struct BatchNormParameters {
    let scale: Parameter
    let shift: Parameter
    let mean: Parameter
    let variance: Parameter

    init(_ node: NetworkGraph.Node, in plan: PlanBuilder) throws {
        let parameters = try node.parameters.map { try plan.store[$0.name] ?? plan.store.add($0) }
        guard parameters.count == 4 else {
            throw EngineError("\(node.name) has \(parameters.count) parameters, but a batch normalisation has four")
        }
        (scale, shift, mean, variance) = (parameters[0], parameters[1], parameters[2], parameters[3])
    }

    /// What inference makes of a value `x` of `channel`: `factor * x + offset`, with the running statistics as they are now.
    func line(of channel: Int, epsilon: Float) -> (factor: Double, offset: Double) {
        let deviation = (Double(variance.master.floats[channel]) + Double(epsilon)).squareRoot()
        let factor = Double(scale.master.floats[channel]) / deviation
        return (factor, Double(shift.master.floats[channel]) - factor * Double(mean.master.floats[channel]))
    }
}
