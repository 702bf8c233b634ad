import Runs

/// A pair of which a screen wants to show where the network looks.
public struct InspectionRequest: Hashable, Sendable {
    /// Files relative to the data set; the right one may be a `ComparedFile`.
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
    /// The file beside the pair's left one.
    let right: String
    let outcome: Outcome
}

extension DashboardState {
    /// A pair to be inspected for the visible screen; each is handed out once for a checkpoint.
    public mutating func takeInspection() -> InspectionRequest? {
        guard screen == .pairs, pairView.showsSaliency || pairView.comparedFile != nil,
            let checkpointStep = latestCheckpointStep, let shown = shownPair
        else { return nil }
        // The pairs that follow, the same ones every time.
        let pairs = description?.testPairs ?? []
        let others = (1..<PairSaliency.batchPairs).map { pairs[(shown.index + $0) % pairs.count] }
        let request = InspectionRequest(
            left: shown.pair.left.file, right: pairView.comparedFile?.key ?? shown.pair.right.file,
            companions: others.flatMap { [$0.left.file, $0.right.file] }, pair: shown.index, checkpointStep: checkpointStep)
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
        let outcome: Inspection.Outcome =
            switch result {
            case .success(let saliency): .found(saliency)
            case .failure(let error): .failed(String(describing: error))
            }
        inspection = Inspection(pair: request.pair, right: request.right, outcome: outcome)
        return true
    }

    mutating func toggleSaliency() {
        pairView.showsSaliency.toggle()
        guard pairView.showsSaliency else { return say("the images as they are") }
        say(latestCheckpointStep == nil ? Self.noCheckpoint : "bright where a small change would move the distance most")
    }

    /// Puts an image that the person has named beside the left image of the shown pair; an empty name puts the pair back.
    mutating func compare(with path: String) {
        let trimmed = path.split(separator: " ").joined(separator: " ")
        pairView.comparedFile = trimmed.isEmpty ? nil : ComparedFile(path: trimmed)
        if !trimmed.isEmpty, latestCheckpointStep == nil { say(Self.noCheckpoint) }
    }

    /// What the network says about the images that are shown; `nil` where that is not known yet.
    var shownSaliency: PairSaliency? {
        guard case .found(let saliency)? = shownInspection?.outcome else { return nil }
        return saliency
    }

    private var shownInspection: Inspection? {
        guard let inspection, let shown = shownPair else { return nil }
        let file = pairView.comparedFile?.key ?? shown.pair.right.file
        return inspection.pair == shown.index && inspection.right == file ? inspection : nil
    }

    /// What to say of the inspection above the pictures.
    var inspectionNote: String? {
        guard pairView.showsSaliency || pairView.comparedFile != nil, shownPair != nil else { return nil }
        guard latestCheckpointStep != nil else { return Self.noCheckpoint }
        guard let inspection = shownInspection else { return "asking the network" }
        switch inspection.outcome {
        case .found(let saliency):
            let step = NumberText.grouped(saliency.step)
            return pairView.showsSaliency
                ? "gradient of the distance, step \(step)" : "distance by the checkpoint of step \(step)"
        case .failed(let reason): return reason
        }
    }

    private static let noCheckpoint = "this needs a checkpoint; w saves one"
}
