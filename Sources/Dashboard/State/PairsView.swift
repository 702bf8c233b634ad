import Training

/// Which test pairs are listed, in which order, and which one is shown.
struct PairsView: Hashable, Sendable {
    enum Order: String, CaseIterable, Sendable {
        case asDrawn = "as drawn"
        case hardest = "hardest first"
        case nearestThreshold = "nearest to the threshold"
    }

    struct Shown: Sendable {
        let description: PairDescription
        let distance: Float
        let threshold: Float
        /// Its number among all test pairs.
        let index: Int

        /// The verdict: below the threshold is "same".
        var isJudgedSame: Bool { distance < threshold }
        var isRight: Bool { isJudgedSame == description.same }
    }

    var order = Order.asDrawn
    var onlyWrong = false
    /// The chosen pair by its own number, so that it stays when distances move and the list is sorted anew.
    private(set) var chosen = 0
    private(set) var listed: [Int] = []

    mutating func refresh(_ run: RunView) {
        guard let evaluation = run.evaluation, let pairs = run.description?.testPairs,
            evaluation.testDistances.count == pairs.count
        else { return }
        let distances = evaluation.testDistances
        let threshold = evaluation.threshold
        func isWrong(_ index: Int) -> Bool { (distances[index] < threshold) != pairs[index].same }
        /// How far on the wrong side of the threshold; negative on the right one.
        func hardness(_ index: Int) -> Float { pairs[index].same ? distances[index] - threshold : threshold - distances[index] }
        listed = pairs.indices.filter { !onlyWrong || isWrong($0) }
        switch order {
        case .asDrawn: break
        case .hardest: listed.sort { (hardness($1), $0) < (hardness($0), $1) }
        case .nearestThreshold: listed.sort { (abs(distances[$0] - threshold), $0) < (abs(distances[$1] - threshold), $1) }
        }
        if !listed.contains(chosen), let first = listed.first { chosen = first }
    }

    /// Where the chosen pair stands in the list.
    var position: Int { listed.firstIndex(of: chosen) ?? 0 }

    mutating func move(to position: Int) {
        guard !listed.isEmpty else { return }
        chosen = listed[min(max(0, position), listed.count - 1)]
    }

    func current(_ run: RunView) -> Shown? {
        listed.contains(chosen) ? shown(chosen, run) : nil
    }

    func shown(_ index: Int, _ run: RunView) -> Shown? {
        guard let evaluation = run.evaluation, let pairs = run.description?.testPairs, pairs.indices.contains(index),
            evaluation.testDistances.indices.contains(index)
        else { return nil }
        return Shown(
            description: pairs[index], distance: evaluation.testDistances[index], threshold: evaluation.threshold, index: index)
    }
}
