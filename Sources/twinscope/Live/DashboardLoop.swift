import Dashboard
import Dispatch
import Terminal
import Training

/// Joins the terminal to the dashboard: keys and events in, frames and commands out.
struct DashboardLoop {
    private let terminal: Terminal
    private let events: EventChannel
    private let commands: CommandQueue
    private let pictures: PictureLoader
    private let maps = MapWorker()
    private var state: DashboardState
    private var outcome: RunOutcome?
    private var drawnAt = -1.0
    private var needsDrawing = true

    /// Frames for events are drawn at most this often; a key is answered at once.
    private static let secondsPerFrame = 0.05

    private enum Ending {
        case left
        case detached
    }

    init(terminal: Terminal, events: EventChannel, commands: CommandQueue, pictures: PictureLoader) {
        self.terminal = terminal
        self.events = events
        self.commands = commands
        self.pictures = pictures
        state = DashboardState(capabilities: terminal.capabilities, isLive: true)
    }

    /// Runs until the person leaves.
    ///
    /// - Returns: how the training ended, or `nil` where it goes on without a screen.
    mutating func run() -> RunOutcome? {
        while true {
            takeEvents()
            if Termination.requested { return stop(with: .stop) }
            // The connection is gone, the work need not be.
            if Termination.hungUp || !terminal.isConnected { return nil }
            if state.tick(now: Self.now) { needsDrawing = true }
            drawIfDue()
            guard let key = terminal.nextKey(timeout: Self.secondsPerFrame) else { continue }
            if let ending = obey(state.handle(key, size: terminal.size)) {
                return ending == .detached ? nil : outcome ?? awaitOutcome()
            }
            needsDrawing = true
            drawnAt = -1
        }
    }

    private mutating func takeEvents() {
        for line in terminal.strayLines() {
            state.note(line, severity: .information)
            needsDrawing = true
        }
        for event in events.receive() {
            if case .finished(let how) = event { outcome = how }
            state.apply(event)
            needsDrawing = true
        }
        if let layout = maps.take(), state.provide(layout) { needsDrawing = true }
        if let task = state.takeMapTask() { maps.start(task) }
    }

    private mutating func drawIfDue() {
        let size = terminal.size
        guard needsDrawing, Self.now - drawnAt >= Self.secondsPerFrame else { return }
        for file in state.wantedPictures {
            state.provide(pictures.load(file), for: file)
        }
        terminal.present(dashboard(state, size: size))
        drawnAt = Self.now
        needsDrawing = false
    }

    private mutating func obey(_ effects: [Effect]) -> Ending? {
        for effect in effects {
            switch effect {
            case .send(let command): commands.send(command)
            case .suspend: terminal.suspend()
            case .repaint: terminal.repaint()
            case .quit(.detach): return .detached
            case .quit(.saveAndStop): return end(with: .stop)
            case .quit(.stop): return end(with: .abandon)
            }
        }
        return nil
    }

    private mutating func end(with command: Command) -> Ending {
        if outcome == nil { commands.send(command) }
        return .left
    }

    private mutating func stop(with command: Command) -> RunOutcome {
        _ = end(with: command)
        return outcome ?? awaitOutcome()
    }

    /// The screen stays until the last checkpoint is saved.
    private mutating func awaitOutcome() -> RunOutcome {
        while true {
            takeEvents()
            if let outcome { return outcome }
            drawIfDue()
            _ = terminal.nextKey(timeout: Self.secondsPerFrame)
        }
    }

    private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
}
