import Dashboard
import Runs
import Training

/// A run on the screen: what its events have told so far, and where the next ones come from.
struct ShownRun {
    var state: DashboardState
    private(set) var outcome: RunOutcome?
    private var source: any EventSource
    private let pictures: PictureLoader

    /// The training of this program.
    init(live channel: EventChannel, dataset: String, capabilities: Capabilities) {
        state = DashboardState(capabilities: capabilities, isLive: true)
        source = LiveEvents(channel: channel)
        pictures = PictureLoader(root: dataset)
    }

    /// A run in a folder, whoever trains or trained it.
    ///
    /// - Parameter dataset: where its images are now; by default where they were.
    init(recorded run: RunReader, dataset: String? = nil, capabilities: Capabilities) {
        state = DashboardState(capabilities: capabilities, isLive: false)
        source = RecordedEvents(run)
        pictures = PictureLoader(root: dataset ?? run.manifest.description.dataset.path)
    }

    var hasMore: Bool { source.hasMore }

    /// Takes in what has happened.
    ///
    /// - Returns: whether there is anything new to draw.
    mutating func takeEvents() -> Bool {
        let events = source.receive()
        for event in events {
            if case .finished(let how) = event { outcome = how }
            state.apply(event)
        }
        var isNew = !events.isEmpty
        if let problem = source.takeProblem() {
            state.note(problem, severity: .warning)
            isNew = true
        }
        if !state.steers, state.follow(isWritten: source.isWritten, isCaughtUp: !source.hasMore) { isNew = true }
        return isNew
    }

    mutating func provideWanted() {
        for file in state.wantedPictures { state.provide(pictures.load(file), for: file) }
    }
}
