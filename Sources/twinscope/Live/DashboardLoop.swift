import Dashboard
import Runs
import Terminal
import Training

/// Joins the terminal to the dashboard: keys and events in, frames and commands out.
struct DashboardLoop {
    /// How a person left.
    enum Ending {
        /// The training has ended.
        case ended(RunOutcome)
        /// The screen is left; what was going on goes on.
        case left
        /// The training of the run in a folder is to go on.
        case resume(folder: String)
        /// A form is to ask what to train.
        case new
    }

    private let terminal: Terminal
    /// Where commands go; `nil` where a run is only watched.
    private let commands: CommandQueue?
    private let runs: RunsWorker
    /// The run that the loop began with, and over it one that was opened from the list of runs.
    private var stack: [ShownRun]
    private var meter = LoadMeter()
    private var drawnAt = -1.0
    private var needsDrawing = true

    private var lastKeyAt = -Double.infinity
    /// Whether more was to be read when it was last asked.
    private var isCatchingUp = true

    /// Frames for events are drawn at most this often; a key is answered at once.
    private static let secondsPerFrame = 0.05
    /// And no more often than this where nobody has pressed a key for a while: every frame costs the training a moment.
    private static let secondsPerRestingFrame = 0.25
    private static let attentionSeconds = 2.0

    init(terminal: Terminal, run: ShownRun, commands: CommandQueue?) {
        self.terminal = terminal
        self.commands = commands
        stack = [run]
        runs = RunsWorker(besides: run.folder)
    }

    /// How the run that the loop began with ended, where it has.
    var outcome: RunOutcome? { stack[0].outcome }
    private var top: Int { stack.count - 1 }
    private var frameInterval: Double {
        Clock.now - lastKeyAt < Self.attentionSeconds ? Self.secondsPerFrame : Self.secondsPerRestingFrame
    }

    /// Runs until the person leaves.
    mutating func run() -> Ending {
        while true {
            takeEvents()
            if Termination.requested { return commands == nil ? .left : end(with: .stop) }
            // The connection is gone, the work need not be; where it is done, its end was told already and nobody waits for another.
            if Termination.hungUp || !terminal.isConnected { return stack[0].outcome.map(Ending.ended) ?? .left }
            if stack[top].state.tick(now: Clock.now) { needsDrawing = true }
            drawIfDue()
            guard let key = terminal.nextKey(timeout: stack[top].hasMore ? 0 : frameInterval) else { continue }
            lastKeyAt = Clock.now
            if let ending = obey(stack[top].state.handle(key, size: terminal.size)) { return ending }
            needsDrawing = true
            drawnAt = -1
        }
    }

    private mutating func takeEvents() {
        for line in terminal.strayLines() {
            stack[top].state.note(line, severity: .information)
            needsDrawing = true
        }
        if stack[top].exchangeQuestions() { needsDrawing = true }
        if commands != nil, let load = meter.measure(), stack[0].state.provide(load) { needsDrawing = true }
        for place in stack.indices where stack[place].takeEvents() && place == top { needsDrawing = true }
        runs.refresh(listing: stack[top].state.wantsRuns, compared: stack[top].state.comparedFolders)
        guard let news = runs.take() else { return }
        stack[top].provide(news)
        needsDrawing = true
    }

    private mutating func drawIfDue() {
        let size = terminal.size
        // What a long run has left is shown as soon as it is read; drawing it on the way only delays that.
        let hasCaughtUp = isCatchingUp && !stack[top].hasMore
        isCatchingUp = stack[top].hasMore
        guard needsDrawing, hasCaughtUp || Clock.now - drawnAt >= frameInterval * 0.9 else { return }
        stack[top].providePictures()
        terminal.present(dashboard(stack[top].state, size: size))
        drawnAt = Clock.now
        needsDrawing = false
    }

    private mutating func obey(_ effects: [Effect]) -> Ending? {
        for effect in effects {
            switch effect {
            case .send(let command): commands?.send(command)
            case .suspend: terminal.suspend()
            case .repaint: terminal.repaint()
            case .askForPixels: stack[top].state.provide(terminal.askForPixels())
            case .open(let folder): open(folder)
            case .leaveVisit: if stack.count > 1 { stack.removeLast() }
            case .resume(let folder): return .resume(folder: folder)
            case .newRun: return .new
            case .quit(.detach): return .left
            case .quit(.saveAndStop): return end(with: .stop)
            case .quit(.stop): return end(with: .abandon)
            }
        }
        return nil
    }

    /// Shows another run; the one that the loop began with goes on beneath.
    private mutating func open(_ folder: String) {
        if stack.count > 1 { stack.removeLast() }
        guard folder != stack[top].folder else { return }
        do {
            stack.append(
                ShownRun(recorded: try RunReader(opening: folder), isVisit: true, capabilities: terminal.capabilities))
        } catch {
            stack[top].state.note(String(describing: error), severity: .warning)
        }
    }

    /// Asks the training to end. The screen stays until its last checkpoint is saved.
    private mutating func end(with command: Command) -> Ending {
        if stack[0].outcome == nil { commands?.send(command) }
        while true {
            takeEvents()
            if let outcome = stack[0].outcome { return .ended(outcome) }
            drawIfDue()
            _ = terminal.nextKey(timeout: Self.secondsPerFrame)
        }
    }
}
