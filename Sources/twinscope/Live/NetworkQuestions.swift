import Dashboard
import Runs

/// Asks a run's checkpoint what a person wants to know of a pair, with one thread of its own for each kind of question.
struct NetworkQuestions: Sendable {
    /// Where it looks.
    let saliency: AnsweringWorker<InspectionRequest, Result<PairSaliency, any Error>>
    /// What a layer makes of the images.
    let activations: AnsweringWorker<ActivationRequest, Result<PairActivations, any Error>>

    /// - Parameter folder: the run's.
    init(folder: String, places: ImagePlaces) {
        saliency = AnsweringWorker(label: "saliency") { request in
            Result {
                let others = try request.companions.map(places.path)
                let companions = stride(from: 0, to: others.count - 1, by: 2).map { (left: others[$0], right: others[$0 + 1]) }
                return try PairSaliency(
                    of: folder, left: places.path(of: request.left), right: places.path(of: request.right),
                    companions: companions)
            }
        }
        activations = AnsweringWorker(label: "activations") { request in
            Result {
                try PairActivations(
                    of: folder, layer: request.layer, left: places.path(of: request.left),
                    right: places.path(of: request.right))
            }
        }
    }
}
