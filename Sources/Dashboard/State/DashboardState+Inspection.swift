import Runs

/// A pair of which a screen wants to show where the network looks.
public struct InspectionRequest: Hashable, Sendable {
    /// Files relative to the data set.
    public let left: String
    public let right: String
    /// Files of other pairs, for networks that look at a batch at once.
    public let companions: [String]
    /// Which pair, and which checkpoint.
    let pair: Int
    let checkpointStep: Int
}

/// What has come of the request for a pair.
struct Inspection: Sendable {
    enum Outcome: Sendable {
        case found(PairSaliency)
        case failed(String)
    }

    let pair: Int
    let outcome: Outcome
}

extension DashboardState {
    /// A pair to be inspected for the visible screen; each is handed out once for a checkpoint.
    public mutating func takeInspection() -> InspectionRequest? {
        guard screen == .pairs, pairView.showsSaliency, let checkpointStep = latestCheckpointStep, let shown = shownPair else {
            return nil
        }
        // The pairs that follow, the same ones every time.
        let pairs = description?.testPairs ?? []
        let others = (1..<PairSaliency.batchPairs).map { pairs[(shown.index + $0) % pairs.count] }
        let request = InspectionRequest(
            left: shown.pair.left.file, right: shown.pair.right.file,
            companions: others.flatMap { [$0.left.file, $0.right.file] },
            pair: shown.index, checkpointStep: checkpointStep)
        guard request != requestedInspection else { return nil }
        requestedInspection = request
        return request
    }

    /// Hands over where the network looks.
    ///
    /// - Parameter result: a failure is a sentence for a person.
    /// - Returns: whether it is still waited for.
    @discardableResult
    public mutating func provide(_ result: Result<PairSaliency, any Error>, for request: InspectionRequest) -> Bool {
        guard request == requestedInspection else { return false }
        switch result {
        case .success(let saliency): inspection = Inspection(pair: request.pair, outcome: .found(saliency))
        case .failure(let error): inspection = Inspection(pair: request.pair, outcome: .failed(String(describing: error)))
        }
        return true
    }

    mutating func toggleSaliency() {
        pairView.showsSaliency.toggle()
        guard pairView.showsSaliency else { return say("the images as they are") }
        say(
            latestCheckpointStep == nil
                ? "the overlay needs a checkpoint; w saves one"
                : "bright where a small change would move the distance most")
    }

    /// Where the network looks in the images of a pair, where that is known and wanted.
    func saliency(of pair: Int) -> PairSaliency? {
        guard pairView.showsSaliency, let inspection, inspection.pair == pair, case .found(let saliency) = inspection.outcome
        else { return nil }
        return saliency
    }

    /// What to say of the overlay below the pictures.
    var saliencyNote: String? {
        guard pairView.showsSaliency, let shown = shownPair else { return nil }
        guard latestCheckpointStep != nil else { return "the overlay needs a checkpoint; w saves one" }
        guard let inspection, inspection.pair == shown.index else { return "asking the network" }
        switch inspection.outcome {
        case .found(let saliency): return "gradient of the distance, step \(NumberText.grouped(saliency.step))"
        case .failed(let reason): return reason
        }
    }
}
