import Dashboard
import Runs
import Training

/// A run on the screen: what its events have told so far, and where the next ones come from.
struct ShownRun {
    let folder: String
    var state: DashboardState
    private(set) var outcome: RunOutcome?
    private var source: any EventSource
    private let pictures: PictureLoader
    private let questions: NetworkQuestions
    private let maps = MapWorker()

    /// The training of this program.
    init(live channel: EventChannel, folder: String, images: RunImages, capabilities: Capabilities) {
        self.folder = folder
        state = DashboardState(capabilities: capabilities, isLive: true, folder: folder)
        source = LiveEvents(channel: channel)
        let places = ImagePlaces(images: images)
        pictures = PictureLoader(places: places)
        questions = NetworkQuestions(folder: folder, places: places)
    }

    /// Takes in what a run that goes on has told before.
    mutating func remember(_ history: [Event]) {
        for event in history { state.apply(event) }
    }

    /// A run in a folder, whoever trains or trained it.
    ///
    /// - Parameters:
    ///   - dataset: where its images are now; by default where they were.
    ///   - isVisit: whether leaving it goes back to another run.
    init(recorded run: RunReader, dataset: String? = nil, isVisit: Bool = false, capabilities: Capabilities) {
        folder = run.folder
        state = DashboardState(capabilities: capabilities, isLive: false, folder: run.folder, isVisit: isVisit)
        source = RecordedEvents(run)
        let places = ImagePlaces(images: RunImages(run.manifest, at: dataset))
        pictures = PictureLoader(places: places)
        questions = NetworkQuestions(folder: run.folder, places: places)
    }

    var hasMore: Bool { source.hasMore }

    /// Takes in what has happened.
    ///
    /// - Returns: whether there is anything new to draw.
    mutating func takeEvents() -> Bool {
        let events = source.receive()
        if source.takeRestart() { state.beginAnew() }
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
        if let layout = maps.take(), state.provide(layout) { isNew = true }
        if let task = state.takeMapTask() { maps.start(task) }
        return isNew
    }

    /// Asks the network what the screen wants to know, and takes what it has answered.
    ///
    /// - Returns: whether there is anything new to draw.
    mutating func exchangeQuestions() -> Bool {
        if let request = state.takeInspection() { questions.saliency.ask(request) }
        if let request = state.takeActivationRequest() { questions.activations.ask(request) }
        var isNew = false
        if let (request, result) = questions.saliency.take(), state.provide(result, for: request) { isNew = true }
        if let (request, result) = questions.activations.take(), state.provide(result, for: request) { isNew = true }
        return isNew
    }

    /// Hands over the pictures that the screen at hand needs.
    mutating func providePictures() {
        for file in state.wantedPictures { state.provide(pictures.load(file), for: file) }
    }

    /// Hands over what was read of other runs.
    mutating func provide(_ news: RunsWorker.News) {
        if let rows = news.rows { state.provide(rows, unreadable: news.unreadable) }
        for (folder, curves) in news.curves { state.provide(curves: curves, of: folder) }
    }

    /// Does all that the dashboard does beside the screen, however long it takes: the map as it will stay, and where the network looks.
    mutating func finishWork() {
        if var task = state.takeMapTask() {
            while let layout = task.next() { _ = state.provide(layout) }
        }
        if let request = state.takeInspection() { state.provide(questions.saliency.answer(request), for: request) }
        if let request = state.takeActivationRequest() { state.provide(questions.activations.answer(request), for: request) }
    }
}
