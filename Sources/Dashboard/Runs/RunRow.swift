import Runs
import Training

/// A run of the folder, as the list of runs shows it.
public struct RunRow: Sendable {
    public let folder: String
    let description: RunDescription
    let standing: RunStanding
    /// How it ended, as a sentence, where it says so.
    let message: String?
    let verdict: RunVerdict?
    let step: Int
    let elapsed: Double
    let best: EvaluationMetrics?
    let hasCheckpoint: Bool
    /// The process that trains it where its screen is gone.
    let unattendedProcess: Int?

    public init(_ summary: RunSummary) {
        self.init(
            folder: summary.folder, description: summary.description, standing: summary.standing, step: summary.step,
            elapsed: summary.elapsed, best: summary.best, hasCheckpoint: summary.hasCheckpoint, message: summary.outcome?.message,
            verdict: summary.verdict, unattendedProcess: summary.unattendedProcess)
    }

    init(
        folder: String, description: RunDescription, standing: RunStanding, step: Int, elapsed: Double,
        best: EvaluationMetrics?, hasCheckpoint: Bool, message: String? = nil, verdict: RunVerdict? = nil,
        unattendedProcess: Int? = nil
    ) {
        self.folder = folder
        self.description = description
        self.standing = standing
        (self.message, self.verdict) = (message, verdict)
        self.step = step
        self.elapsed = elapsed
        self.best = best
        self.hasCheckpoint = hasCheckpoint
        self.unattendedProcess = unattendedProcess
    }

    var name: String { folder.split(separator: "/").last.map(String.init) ?? description.name }
    var dataset: String { description.dataset.path.split(separator: "/").last.map(String.init) ?? description.dataset.path }

    /// Whether its best figures are those of the network before the first step: training has not made them.
    var isBestUntrained: Bool { best?.step == 0 }

    func holds(_ text: String) -> Bool {
        text.isEmpty
            || [name, dataset, description.network.name].contains { $0.lowercased().contains(text.lowercased()) }
    }

    /// What training has made counts before what it found.
    fileprivate var rank: Float { (best?.areaUnderROC ?? -1) - (isBestUntrained ? 1 : 0) }

    /// Whether there is something to go on with: nobody trains it, and it did not come to its end.
    var canResume: Bool { !standing.isActive && standing != .completed && hasCheckpoint }
}

/// Which of the runs beside the one shown are listed, and in which order.
struct RunsView: Sendable {
    enum Order: String, CaseIterable, Sendable {
        case newest = "newest first"
        case best = "highest area under ROC first"
        case name = "by name"
    }

    /// `nil` until the folder was read.
    private(set) var rows: [RunRow]?
    private(set) var unreadable: [String] = []
    var order = Order.newest
    /// Only runs whose name, data or network holds this text.
    var text = ""
    private var selectedFolder: String?

    mutating func provide(_ rows: [RunRow], unreadable: [String]) {
        self.rows = rows
        self.unreadable = unreadable
    }

    var listed: [RunRow] {
        let rows = (rows ?? []).filter { $0.holds(text) }
        switch order {
        case .newest: return rows
        case .best: return rows.sorted { $0.rank > $1.rank }
        case .name: return rows.sorted { $0.name < $1.name }
        }
    }

    /// The chosen run stays chosen while others come and go.
    func place(in listed: [RunRow]) -> Int? {
        guard !listed.isEmpty else { return nil }
        return listed.firstIndex { $0.folder == selectedFolder } ?? 0
    }

    mutating func select(place: Int, in listed: [RunRow]) {
        guard listed.indices.contains(place) else { return }
        selectedFolder = listed[place].folder
    }
}
