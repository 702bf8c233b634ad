import Runs
import Training

/// A layer of which a screen wants to show what it makes of a pair.
public struct ActivationRequest: Hashable, Sendable {
    public let layer: String
    /// Files relative to the data set.
    public let left: String
    public let right: String
    /// Of the checkpoint that is to be asked.
    let checkpointStep: Int
}

extension DashboardState {
    /// A layer to be asked for the visible screen; each is handed out once for a pair and a checkpoint.
    public mutating func takeActivationRequest() -> ActivationRequest? {
        guard let request = wantedActivations, request != activations.requested else { return nil }
        activations.requested = request
        return request
    }

    /// Hands over what a layer makes of a pair.
    ///
    /// - Parameter result: a failure is a sentence for a person.
    /// - Returns: whether it is still waited for.
    @discardableResult
    public mutating func provide(_ result: Result<PairActivations, any Error>, for request: ActivationRequest) -> Bool {
        guard request == activations.requested else { return false }
        activations.answer = (request, result.mapError { NetworkAnswerFailure(reason: String(describing: $0)) })
        return true
    }

    private var wantedActivations: ActivationRequest? {
        guard screen == .network, networkView.showsActivations, let checkpointStep = latestCheckpointStep,
            let row = networkView.chosen, !row.isBlock, let node = graph?.nodes[row.nodes].first, let pair = currentPair
        else { return nil }
        return ActivationRequest(
            layer: node.name, left: pair.left.file, right: pair.right.file, checkpointStep: checkpointStep)
    }

    /// The pair that the Pairs screen shows.
    var currentPair: PairDescription? { shownPair?.pair ?? description?.testPairs.first }

    /// What is to be shown of the chosen layer; one of an older checkpoint until the new one has answered.
    var shownActivations: Result<PairActivations, NetworkAnswerFailure>? {
        guard let wanted = wantedActivations, let (request, result) = activations.answer,
            request.layer == wanted.layer, request.left == wanted.left, request.right == wanted.right
        else { return nil }
        return result
    }

    mutating func toggleActivations() {
        networkView.showsActivations.toggle()
        guard networkView.showsActivations else { return say("how the layer's weights and gradients lie") }
        say(latestCheckpointStep == nil ? "this needs a checkpoint; w saves one" : "what the layer makes of the pair of Pairs")
    }
}

/// What was asked of the layers last, and what came of it.
struct ActivationExchange: Sendable {
    var requested: ActivationRequest?
    var answer: (ActivationRequest, Result<PairActivations, NetworkAnswerFailure>)?
}

/// Why the network could not answer, as a sentence.
struct NetworkAnswerFailure: Error {
    let reason: String
}
