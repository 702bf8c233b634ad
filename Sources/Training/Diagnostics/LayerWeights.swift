/// How long the weights of every layer were after a step.
struct LayerWeights: Codable, Equatable {
    struct Layer: Codable, Equatable {
        let name: String
        let norm: Float
    }

    let step: Int
    let layers: [Layer]

    init(_ statistics: LayerStatistics) {
        step = statistics.step
        layers = statistics.layers.map { Layer(name: $0.name, norm: $0.weightNorm) }
    }

    /// The layer that has grown most since `first`, and by what factor.
    func growth(since first: LayerWeights) -> (name: String, factor: Float)? {
        zip(first.layers, layers).filter { $0.name == $1.name && $0.norm > 0 }
            .map { (name: $0.name, factor: $1.norm / $0.norm) }.max { $0.factor < $1.factor }
    }
}
