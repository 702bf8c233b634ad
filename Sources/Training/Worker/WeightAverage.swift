import Networks

/// An exponential moving average of the weights over the steps (Polyak, Juditsky 1992; as a rule of deep learning: Tarvainen, Valpola
/// 2017). It swings less than the weights themselves.
struct WeightAverage {
    /// Trainable parameters are averaged; running statistics are the last ones, and belong to other weights: `BatchStatisticsEstimate`
    /// makes them anew.
    private(set) var parameters: ParameterSet
    private let decay: Float
    private let averaged: [String]
    private var steps = 0

    init(_ parameters: ParameterSet, of infos: [ParameterInfo], decay: Float) {
        self.parameters = parameters
        self.decay = decay
        averaged = infos.filter(\.isTrainable).map(\.name)
    }

    /// Takes in the weights after a step. The first steps count more, so that the first weights, which have learned nothing, are
    /// soon forgotten.
    mutating func add(_ current: ParameterSet) {
        steps += 1
        let decay = min(decay, Float(steps) / Float(steps + 9))
        for name in averaged {
            guard let new = current[name], var tensor = parameters[name] else { continue }
            // Without this the assignment below would copy: two owners of the values.
            parameters[name]?.values = []
            tensor.values.withUnsafeMutableBufferPointer { average in
                new.values.withUnsafeBufferPointer { values in
                    for index in average.indices { average[index] += (1 - decay) * (values[index] - average[index]) }
                }
            }
            parameters[name] = tensor
        }
    }

    /// Where an interrupted run was.
    mutating func restore(_ parameters: ParameterSet, steps: Int) {
        self.parameters = parameters
        self.steps = steps
    }

    var stepsTaken: Int { steps }
}
