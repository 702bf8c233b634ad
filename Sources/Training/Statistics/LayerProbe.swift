import Networks

/// Works out how every layer stands from its parameters and their last gradients.
struct LayerProbe {
    fileprivate struct Part {
        let name: String
        /// Of its trainable parameters.
        let parameters: [String]
        /// The parameter with one row a unit, where a ReLU follows.
        let unitRows: String?
    }

    private let parts: [Part]
    /// The weights of the first convolution.
    private let filters: (layer: String, parameter: String)?

    init(_ pair: PairGraph) {
        let graphs = [pair.left, pair.right, pair.head].compactMap { $0 }
        parts = graphs.flatMap { graph in
            graph.nodes.indices.compactMap { index in
                let node = graph.nodes[index]
                let names = node.parameters.filter(\.isTrainable).map(\.name)
                guard !names.isEmpty else { return nil }
                return Part(name: node.name, parameters: names, unitRows: graph.feedsReLU(index) ? names.first : nil)
            }
        }
        filters =
            pair.left.nodes.lazy.compactMap { node in
                guard case .convolution = node.operation, let weight = node.parameters.first(where: \.isTrainable) else {
                    return nil
                }
                return (node.name, weight.name)
            }.first
    }

    init(_ graph: NetworkGraph) {
        self.init(PairGraph(shared: graph))
    }

    /// - Parameters:
    ///   - gradients: of the last step; empty before the first.
    ///   - previous: the parameters before the last update; empty where they were not kept.
    func statistics(
        step: Int, elapsed: Double, parameters: ParameterSet, gradients: ParameterSet, previous: ParameterSet
    ) -> LayerStatistics {
        let hasGradient = gradients.contains { $0.tensor.values.contains { $0 != 0 } }
        let layers = parts.map { part in
            let weights = part.values(in: parameters)
            let slopes = part.values(in: gradients)
            let norm = euclideanNorm(weights)
            return LayerFigures(
                name: part.name, weightNorm: norm, gradientNorm: euclideanNorm(slopes),
                updateRatio: part.change(from: previous, to: parameters).map { norm > 0 ? $0 / norm : 0 },
                deadFraction: hasGradient ? part.unitRows.flatMap { gradients[$0]?.shareOfZeroRows } : nil,
                weights: ValueHistogram(weights), gradients: ValueHistogram(slopes))
        }
        let pictures = filters.flatMap { filters in
            parameters[filters.parameter].flatMap {
                FilterPictures(layer: filters.layer, shape: $0.shape, weights: $0.values)
            }
        }
        return LayerStatistics(step: step, elapsed: elapsed, layers: layers, filters: pictures)
    }

    /// The layers, in the order in which they run, with a number that is not finite.
    func nonFiniteLayers(in set: ParameterSet) -> [String] {
        parts.filter { part in part.values(in: set).contains { !$0.isFinite } }.map(\.name)
    }
}

extension LayerProbe.Part {
    fileprivate func values(in set: ParameterSet) -> [Float] {
        parameters.flatMap { set[$0]?.values ?? [] }
    }

    /// The norm of the difference; `nil` where one of the two is not there.
    fileprivate func change(from old: ParameterSet, to new: ParameterSet) -> Float? {
        let (before, after) = (values(in: old), values(in: new))
        guard !before.isEmpty, before.count == after.count else { return nil }
        return euclideanNorm(zip(before, after).map { $1 - $0 })
    }
}

extension Tensor {
    /// A unit whose weights get no gradient at all answered to no image of the batch: its ReLU lets nothing through either way.
    fileprivate var shareOfZeroRows: Float? {
        guard let rows = shape.first, rows > 0, values.count % rows == 0, !values.isEmpty else { return nil }
        let size = values.count / rows
        let dead = (0..<rows).count { row in values[row * size..<(row + 1) * size].allSatisfy { $0 == 0 } }
        return Float(dead) / Float(rows)
    }
}

extension NetworkGraph {
    /// Whether all that reads a node's result is a ReLU, with at most a batch normalisation between.
    fileprivate func feedsReLU(_ index: Int) -> Bool {
        let readers = nodes.indices.filter { nodes[$0].inputs.contains(index + 1) }
        guard readers.count == 1, let reader = readers.first else { return false }
        switch (nodes[index].operation, nodes[reader].operation) {
        case (.convolution, .activation(.relu)), (.linear, .activation(.relu)), (.batchNorm, .activation(.relu)): return true
        case (.convolution, .batchNorm), (.linear, .batchNorm): return feedsReLU(reader)
        default: return false
        }
    }
}

/// In double, so that it holds for millions of values.
private func euclideanNorm(_ values: [Float]) -> Float {
    Float(values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
}
