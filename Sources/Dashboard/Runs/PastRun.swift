import Training

/// The curves of another run, laid over those of the run that is shown.
public struct PastRun: Sendable {
    public let folder: String
    let name: String
    private(set) var history = RunHistory()
    private(set) var stepsPerEpoch = 1

    /// The colours that are there; more curves could not be told apart.
    static let most = 4

    public init(folder: String) {
        self.folder = folder
        name = folder.split(separator: "/").last.map(String.init) ?? folder
    }

    /// Takes in an event of the run.
    public mutating func apply(_ event: Event) {
        switch event {
        case .started(let description): stepsPerEpoch = max(1, description.stepsPerEpoch)
        case .step(let metrics): history.append(metrics)
        case .evaluation(var metrics):
            // Its pairs are shown by opening it.
            metrics.testDistances = []
            history.append(metrics, same: [])
        default: break
        }
    }
}
