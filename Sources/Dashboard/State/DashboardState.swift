import MetricLearning
import Networks
import Runs
import Training

/// Everything that the screens show: what the events of a run have told, and where the person is looking.
///
/// `dashboard(_:size:)` draws it. Events, keys and the clock are the only things that change it.
public struct DashboardState: Sendable {
    let capabilities: Capabilities
    /// Whether commands reach a training; a run that another program trains, or that is over, is read-only.
    let isLive: Bool
    let folder: String?
    let isVisit: Bool
    /// Whether a read-only run is still being trained, by another program.
    private(set) var isFollowed = false
    /// Whether what a read-only run has on disk is read up to its end.
    private(set) var isCaughtUp = false

    // What the run has told.
    var description: RunDescription?
    var pairGraph: PairGraph?
    var layerHistory = LayerHistory()
    var history = RunHistory()
    var runState = RunState.preparing
    var outcome: RunOutcome?
    /// The process that trains on where its screen is gone.
    var unattendedProcess: Int?
    /// How the run stands.
    var verdict: RunVerdict?
    var latestStep: StepMetrics?
    /// Smoothed over steps, so that the number can be read.
    var pairsPerSecond: Double?
    /// The settings as they were begun with or last changed; `settings` has them as they are.
    var numbers: [Setting: Double] = [:]
    /// Where the learning rate was last changed.
    var rateEditedAt = 0
    /// How the learning rate goes, and which triplets count where the loss mines some.
    var course: RateCourse?
    var mining: TripletMining?
    var changes: [ControlChange] = []
    /// Verification figures of the test pairs at the latest evaluation.
    var verification: Verification?
    var embeddings = EmbeddingHistory()
    var latestCheckpointStep: Int?
    /// Where the network looks in a pair, and what was asked for last.
    var inspection: Inspection?
    var requestedInspection: InspectionRequest?
    var activations = ActivationExchange()
    var messages = Messages()
    var load: ProcessLoad?

    // What was asked of it.
    /// Commands not yet acknowledged, the oldest first.
    var pending: [Command] = []
    /// Nudged values that wait to be applied, the latest last; one for each control at most.
    var proposals: [Command] = []
    /// The edits that can be taken back, by the names that the training gave them.
    var undoable: [Int] = []
    /// Where the latest edit came: the answer to its command, which follows, tells nothing new.
    var lastEditStep: Int?

    // Where the person is looking.
    var screen = Screen.train
    var focus: [Screen: Panel] = [:]
    var isEnlarged = false
    var overlay: Overlay?
    var chart = ChartView()
    var secondChart = SecondChart.accuracy
    var selectedControl = Control.setting(.margin)
    var selectedChange = 0
    var networkView = NetworkView()
    var pairView = PairView()
    var map = MapView()
    var oneShot = OneShotView()
    var runs = RunsView()
    /// Runs whose curves lie over this one's, in the order of their colours.
    var compared: [PastRun] = []
    /// A threshold that the person has moved; `nil` follows the evaluations.
    var ownThreshold: Float?
    var detectionCurve = DetectionCurve.Kind.receiverOperating
    var logFilter = LogFilter.news
    /// Only lines with this text are shown.
    var logText = ""
    /// Lines scrolled up from the end of the log.
    var logOffset = 0
    var pictures = PictureShelf()
    /// What the terminal said about pictures of dots; `nil` while nobody has asked.
    var pixelAnswer: PixelAnswer?

    // The clock.
    var now = 0.0
    /// Seconds of training at the latest event, and when that came in.
    var clock = (elapsed: 0.0, at: 0.0)

    /// - Parameters:
    ///   - isLive: `false` for a run that can be read but not steered.
    ///   - folder: the run's.
    ///   - isVisit: whether it was opened from another run, to which leaving goes back.
    public init(capabilities: Capabilities, isLive: Bool, folder: String? = nil, isVisit: Bool = false) {
        self.capabilities = capabilities
        self.isLive = isLive
        self.folder = folder
        self.isVisit = isVisit
    }

    /// The names of all screens, in the order of their digits.
    public static var screenNames: [String] { Screen.allCases.map { $0.title.lowercased() } }

    /// Goes to a screen.
    ///
    /// - Returns: `false` where none is called so.
    public mutating func show(screenNamed name: String) -> Bool {
        guard let screen = Screen(named: name) else { return false }
        screenChosen(screen)
        return true
    }

    /// Whether this screen steers a training; else its run is read-only.
    public var steers: Bool { isLive }

    /// Moves the clock to a monotonic time in seconds.
    ///
    /// - Returns: whether anything visible has changed.
    @discardableResult
    public mutating func tick(now: Double) -> Bool {
        let before = (elapsed.rounded(.down), remaining?.rounded(.down))
        self.now = now
        let expired = messages.expire(now: now)
        return expired || before != (elapsed.rounded(.down), remaining?.rounded(.down))
    }

    /// Says how far a read-only run is read, and whether another program still trains it.
    ///
    /// - Returns: whether anything visible has changed.
    @discardableResult
    public mutating func follow(isWritten: Bool, isCaughtUp: Bool) -> Bool {
        guard isWritten != isFollowed || isCaughtUp != self.isCaughtUp else { return false }
        (isFollowed, self.isCaughtUp) = (isWritten, isCaughtUp)
        // The clock goes on from here, not from when the lines were read.
        if isCaughtUp { clock.at = now }
        return true
    }

    /// Forgets what a run has told, because its events start again; where the person is looking stays.
    public mutating func beginAnew() {
        var fresh = DashboardState(capabilities: capabilities, isLive: isLive, folder: folder, isVisit: isVisit)
        (fresh.screen, fresh.focus, fresh.isEnlarged, fresh.overlay) = (screen, focus, isEnlarged, overlay)
        (fresh.chart, fresh.secondChart, fresh.now, fresh.pixelAnswer) = (chart, secondChart, now, pixelAnswer)
        (fresh.messages, fresh.runs, fresh.compared) = (messages, runs, compared)
        self = fresh
    }

    /// Whether events tell of what happens now.
    var isCurrent: Bool { isLive || (isFollowed && isCaughtUp) }

    /// Where the run stands. What is not read to its end is taken for being written still.
    var standing: RunStanding {
        RunStanding(isWritten: isLive || isFollowed || !isCaughtUp, state: runState, outcome: outcome)
    }

    /// Whether a training continues in this program, so that no other can begin here.
    var isSteering: Bool { isLive && standing.isActive }

    /// Reports a line that did not come from the run: captured output, or what the program itself has to say.
    public mutating func note(_ text: String, severity: Notice.Severity) {
        record(text, severity: severity)
        messages.show(text, severity, now: now)
    }

    /// Files, relative to the data set, that the visible screen needs and nobody has provided yet.
    public var wantedPictures: [String] {
        let files: [String] =
            switch screen {
            case .network: NetworkScreen(self).files
            case .pairs: PairsScreen(self).files
            case .map: MapScreen(self).files
            case .oneShot: OneShotScreen(self).files
            default: []
            }
        return files.filter { pictures[$0] == nil }
    }

    /// Hands over the picture of a file; `nil` where it cannot be read.
    public mutating func provide(_ picture: Picture?, for file: String) {
        pictures.store(picture, for: file)
    }

    mutating func record(
        _ message: String, severity: Notice.Severity = .information, advice: String? = nil, remedy: RunVerdict.Remedy? = nil,
        routine: LogEntry.Routine? = nil
    ) {
        messages.append(
            LogEntry(
                step: history.lastStep, elapsed: elapsed, severity: severity, message: message, advice: advice ?? remedy?.advice,
                remedy: remedy, routine: routine))
    }

    var schedule: Schedule? { course?.schedule }

    /// The settings in effect: the learning rate is the one of the latest step, after its schedule.
    var settings: [Setting: Double] {
        var settings = numbers
        if let step = latestStep, step.step > rateEditedAt, numbers[.learningRate] != nil, step.learningRate.isFinite {
            settings[.learningRate] = step.learningRate.plain
        }
        return settings
    }

    /// The network of the left image, of both where they share it.
    var graph: NetworkGraph? { pairGraph?.left }

    var focused: Panel { focus[screen] ?? screen.panels[0] }

    var isTraining: Bool { runState == .training || runState == .evaluating }

    /// Whether there is something to steer or to stop.
    var canCommand: Bool { isSteering && runState != .finished && runState != .failed }
}
