import Dashboard
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
    }

    private let terminal: Terminal
    /// Where commands go; `nil` where a run is only watched.
    private let commands: CommandQueue?
    private var shown: ShownRun
    private let maps = MapWorker()
    private var drawnAt = -1.0
    private var needsDrawing = true

    /// Frames for events are drawn at most this often; a key is answered at once.
    private static let secondsPerFrame = 0.05

    init(terminal: Terminal, run: ShownRun, commands: CommandQueue?) {
        self.terminal = terminal
        shown = run
        self.commands = commands
    }

    /// Runs until the person leaves.
    mutating func run() -> Ending {
        while true {
            takeEvents()
            if Termination.requested { return commands == nil ? .left : end(with: .stop) }
            // The connection is gone, the work need not be.
            if Termination.hungUp || !terminal.isConnected { return .left }
            if shown.state.tick(now: Clock.now) { needsDrawing = true }
            drawIfDue()
            guard let key = terminal.nextKey(timeout: shown.hasMore ? 0 : Self.secondsPerFrame) else { continue }
            if let ending = obey(shown.state.handle(key, size: terminal.size)) { return ending }
            needsDrawing = true
            drawnAt = -1
        }
    }

    private mutating func takeEvents() {
        for line in terminal.strayLines() {
            shown.state.note(line, severity: .information)
            needsDrawing = true
        }
        if let layout = maps.take(), shown.state.provide(layout) { needsDrawing = true }
        if let task = shown.state.takeMapTask() { maps.start(task) }
        if shown.takeEvents() { needsDrawing = true }
    }

    private mutating func drawIfDue() {
        let size = terminal.size
        guard needsDrawing, Clock.now - drawnAt >= Self.secondsPerFrame else { return }
        shown.provideWanted()
        terminal.present(dashboard(shown.state, size: size))
        drawnAt = Clock.now
        needsDrawing = false
    }

    private mutating func obey(_ effects: [Effect]) -> Ending? {
        for effect in effects {
            switch effect {
            case .send(let command): commands?.send(command)
            case .suspend: terminal.suspend()
            case .repaint: terminal.repaint()
            case .quit(.detach): return .left
            case .quit(.saveAndStop): return end(with: .stop)
            case .quit(.stop): return end(with: .abandon)
            }
        }
        return nil
    }

    /// Asks the training to end. The screen stays until its last checkpoint is saved.
    private mutating func end(with command: Command) -> Ending {
        if shown.outcome == nil { commands?.send(command) }
        while true {
            takeEvents()
            if let outcome = shown.outcome { return .ended(outcome) }
            drawIfDue()
            _ = terminal.nextKey(timeout: Self.secondsPerFrame)
        }
    }
}
