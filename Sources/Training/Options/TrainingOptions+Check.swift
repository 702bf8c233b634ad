import Networks

extension TrainingOptions {
    /// - Throws: `TrainingError` where options do not go together.
    func check(_ graph: PairGraph) throws {
        func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
            guard condition else { throw TrainingError(sentence()) }
        }
        try checkRanges()
        try checkStart()
        try require(learningRate > 0 && learningRate.isFinite, "the learning rate is \(learningRate); use a number above 0")
        try require(sampling.images >= 4, "a batch needs at least two pairs; make it larger")
        if graph.head != nil {
            guard case .crossEntropy = loss else {
                throw TrainingError(
                    "\(loss.name) loss needs distances, but this network's head learns a similarity; give `--loss cross-entropy`")
            }
        }
        try require(
            sampling.isOfPairs || (graph.head == nil && graph.right == nil && batchStatistics == .joint),
            "a learned similarity, separate twins and branchwise batch statistics tell left images from right ones; give `--sampler pairs`"
        )
        if case .classes(let classes, let images, let groups) = sampling {
            try require(
                classes >= 2 && images >= 2,
                "a batch of \(classes) classes x \(images) images has no genuine or no impostor pairs")
            try require(
                groups.map { (1...classes).contains($0) } ?? true, "\(classes) classes cannot be of \(groups ?? 0) groups")
        }
        try require(
            criterion != .latest || earlyStopping == nil,
            "by the criterion latest every evaluation is better than the one before, so that the run never stops early; leave `--early-stopping` out or choose another criterion"
        )
        try TestTimeViews(self, distance: loss.distance).check(graph)
        try require(split.validation > 0 || split.lists != nil, "a run is chosen by its validation; give it a share above 0")
        let layers = Set(graph.parameters.map { $0.name.split(separator: ".").dropLast().joined(separator: ".") })
        if let unknown = learningRateFactors.keys.sorted().first(where: { !layers.contains($0) }) {
            throw TrainingError(
                "no layer is called \"\(unknown)\", so it can have no learning rate of its own; `twinscope describe NETWORK` names the layers"
            )
        }
    }
}
