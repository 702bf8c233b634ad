import Training

extension DashboardState {
    /// Whether the screen shows the folder's runs, and wants to know how they stand.
    public var wantsRuns: Bool { screen == .runs }

    /// Hands over the runs of the folder, the latest begun first, and sentences about those that cannot be read.
    public mutating func provide(_ rows: [RunRow], unreadable: [String]) {
        runs.provide(rows, unreadable: unreadable)
    }

    /// The runs whose curves are wanted over this one's.
    public var comparedFolders: [String] { compared.map(\.folder) }

    /// Hands over the curves of a run that was to be compared; `nil` where it cannot be read.
    public mutating func provide(curves past: PastRun?, of folder: String) {
        guard let place = compared.firstIndex(where: { $0.folder == folder }) else { return }
        if let past {
            compared[place] = past
        } else {
            compared.remove(at: place)
            say("\(folder) cannot be read", severity: .warning)
        }
    }

    /// The last step of any curve on the Train screen.
    var lastShownStep: Int { compared.reduce(history.lastStep) { max($0, $1.history.lastStep) } }

    /// The run that the Runs screen has chosen.
    var chosenRun: RunRow? {
        let listed = runs.listed
        return runs.place(in: listed).map { listed[$0] }
    }

    mutating func changeRuns(_ action: Action) -> [Effect] {
        if action == .nextRunOrder {
            runs.order = runs.order.next
            say(runs.order.rawValue)
            return []
        }
        if action == .newRun {
            guard isSteering else { return [.newRun] }
            say("a training runs here; in another terminal: twinscope new")
            return []
        }
        guard let run = chosenRun else {
            say("no run is chosen")
            return []
        }
        switch action {
        case .openRun:
            guard run.folder != folder else {
                screenChosen(.train)
                return []
            }
            return [.open(folder: run.folder)]
        case .compareRun: compare(run)
        case .resumeRun: return resume(run)
        default: break
        }
        return []
    }

    private mutating func compare(_ run: RunRow) {
        if let place = compared.firstIndex(where: { $0.folder == run.folder }) {
            compared.remove(at: place)
            return say("\(run.name) is no longer compared")
        }
        guard run.folder != folder else { return say("this is the run that is shown; choose another one to compare it with") }
        guard compared.count < PastRun.most else {
            return say("\(PastRun.most) runs are compared already; c on one of them takes it away")
        }
        compared.append(PastRun(folder: run.folder))
        say("the curves of \(run.name) lie over those on Train (1)")
    }

    private mutating func resume(_ run: RunRow) -> [Effect] {
        guard run.canResume else {
            switch run.standing {
            case let standing where standing.isActive && run.unattendedProcess != nil:
                say("\(run.name) trains without a screen; " + UnattendedRun.remedy(process: run.unattendedProcess ?? 0))
            case let standing where standing.isActive:
                say("\(run.name) is being trained now" + (standing == .training ? "" : " (\(standing.title))"))
            case .completed:
                say("\(run.name) has come to its end; twinscope resume \(run.folder) says how to train it longer")
            default: say("\(run.name) has no checkpoint to go on from")
            }
            return []
        }
        guard !isSteering else {
            say("a training runs here; in another terminal: twinscope resume \(run.folder)")
            return []
        }
        return [.resume(folder: run.folder)]
    }
}
