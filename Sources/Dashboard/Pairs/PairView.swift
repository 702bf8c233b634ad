import MetricLearning
import Training

/// Which of the test pairs are listed, in which order, and which one is shown.
struct PairView: Hashable, Sendable {
    enum Filter: String, CaseIterable, Sendable {
        case all
        case wrong
        case falseAccepts = "false accepts"
        case falseRejects = "false rejects"
    }

    enum Order: String, CaseIterable, Sendable {
        case listed = "as listed"
        case hardest = "hardest first"
        case nearest = "nearest to the threshold"
    }

    var filter = Filter.all
    var order = Order.listed
    /// Only pairs of which a class or a file holds this text.
    var text = ""
    /// Whether the images show where the network looks.
    var showsSaliency = false
    /// Whether the terminal draws the images dot by dot.
    var showsPixels = false
    /// The image that stands in for the right one.
    var comparedFile: ComparedFile?
    /// The pair shown, as its place in the run's list, and its place in the shown list: kept where the pair itself drops out.
    private(set) var selected = 0
    private(set) var place = 0

    /// Shows another pair of the list.
    mutating func select(place wanted: Int, in list: [JudgedPair]) {
        guard !list.isEmpty else { return }
        place = min(max(0, wanted), list.count - 1)
        selected = list[place].index
    }

    /// Where the shown pair is in a list; the one that took its place where it has dropped out.
    func place(in list: [JudgedPair]) -> Int? {
        guard !list.isEmpty else { return nil }
        return list.firstIndex { $0.index == selected } ?? min(place, list.count - 1)
    }
}

/// A test pair with what the latest evaluation and the threshold say about it.
struct JudgedPair: Sendable {
    let index: Int
    let pair: PairDescription
    /// `nil` before the first evaluation.
    let distance: Float?
    let threshold: Float?

    /// Whether it is accepted as genuine.
    var isAccepted: Bool? {
        guard let distance, let threshold else { return nil }
        return AcceptanceRule.accepts(distance, at: threshold)
    }

    var isWrong: Bool { isAccepted.map { $0 != pair.same } ?? false }

    /// How far on the wrong side of the threshold; negative on the right side.
    var hardness: Float {
        guard let distance, let threshold else { return -.infinity }
        return pair.same ? distance - threshold : threshold - distance
    }
}

extension DashboardState {
    /// Distances of the test pairs at the latest evaluation.
    var testDistances: [Float] { history.latestEvaluation?.testDistances ?? [] }

    /// The threshold that verdicts are made with: the person's own, or the one that the latest evaluation chose on validation.
    var threshold: Float? { ownThreshold ?? history.latestEvaluation?.threshold }

    /// A threshold in a few digits, or in full where the rounded value would judge the test pairs differently, so that it can be typed
    /// elsewhere with the same effect.
    func thresholdText(_ value: Float) -> String {
        let short = NumberText.short(value)
        guard let verification, let rounded = Float(short) else { return short }
        return verification.confusion(at: rounded) == verification.confusion(at: value) ? short : "\(value)"
    }

    func judgedPair(_ index: Int) -> JudgedPair? {
        guard let pairs = description?.testPairs, pairs.indices.contains(index) else { return nil }
        let distances = testDistances
        return JudgedPair(
            index: index, pair: pairs[index], distance: distances.indices.contains(index) ? distances[index] : nil,
            threshold: threshold)
    }

    /// The pairs that the Pairs screen lists, in its order.
    var listedPairs: [JudgedPair] {
        let all = (description?.testPairs.indices ?? 0..<0).compactMap(judgedPair)
        let matching = all.filter { pairView.admits($0) }
        switch pairView.order {
        case .listed: return matching
        case .hardest: return matching.sorted { ($0.hardness, $1.index) > ($1.hardness, $0.index) }
        case .nearest: return matching.sorted { (abs($0.hardness), $0.index) < (abs($1.hardness), $1.index) }
        }
    }

    /// The pair that the Pairs screen shows.
    var shownPair: JudgedPair? {
        let list = listedPairs
        return pairView.place(in: list).map { list[$0] }
    }
}

extension PairView {
    fileprivate func admits(_ judged: JudgedPair) -> Bool {
        switch filter {
        case .all: break
        case .wrong: guard judged.isWrong else { return false }
        case .falseAccepts: guard judged.isWrong, !judged.pair.same else { return false }
        case .falseRejects: guard judged.isWrong, judged.pair.same else { return false }
        }
        guard !text.isEmpty else { return true }
        let (left, right) = (judged.pair.left, judged.pair.right)
        return [left.className, left.file, right.className, right.file].contains { $0.lowercased().contains(text.lowercased()) }
    }
}
