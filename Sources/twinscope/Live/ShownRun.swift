import Dashboard
import Runs
import Training

/// A run on the screen: what its events have told so far, and where the next ones come from.
struct ShownRun {
    var state: DashboardState
    private(set) var outcome: RunOutcome?
    private var source: any EventSource
    private let pictures: PictureLoader
    private let inspector: PairInspector

    /// The training of this program.
    init(live channel: EventChannel, folder: String, dataset: String, capabilities: Capabilities) {
        state = DashboardState(capabilities: capabilities, isLive: true)
        source = LiveEvents(channel: channel)
        pictures = PictureLoader(root: dataset)
        inspector = PairInspector(folder: folder, dataset: dataset)
    }

    /// A run in a folder, whoever trains or trained it.
    ///
    /// - Parameter dataset: where its images are now; by default where they were.
    init(recorded run: RunReader, dataset: String? = nil, capabilities: Capabilities) {
        state = DashboardState(capabilities: capabilities, isLive: false)
        source = RecordedEvents(run)
        let dataset = dataset ?? run.manifest.description.dataset.path
        pictures = PictureLoader(root: dataset)
        inspector = PairInspector(folder: run.folder, dataset: dataset)
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

    /// Provides what the screen needs, however long that takes: the finished map, too.
    mutating func provideEverything() {
        if var task = state.takeMapTask() {
            while let layout = task.next() { state.provide(layout) }
        }
        if let request = state.takeInspection() { state.provide(inspector.answer(request), for: request) }
        provideWanted()
    }

    /// Sets the inspector to work and takes what it has found.
    ///
    /// - Returns: whether there is anything new to draw.
    mutating func exchangeInspections() -> Bool {
        if let request = state.takeInspection() { inspector.ask(request) }
        return inspector.take().map { state.provide($0.result, for: $0.request) } ?? false
    }

    mutating func provideWanted() {
        for file in state.wantedPictures { state.provide(pictures.load(file), for: file) }
    }
}
