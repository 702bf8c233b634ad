import Training

/// The second line: state, epoch, step, throughput, time; what fits, the most telling first.
enum StatusLine {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let (word, style) = stateWord(state, canvas.theme)
        var used = 1
        used += canvas.text("\(symbol(state)) \(word)", in: rect, offset: used, style)
        for part in parts(state) {
            guard used + part.count + 3 < rect.columns else { break }
            used += canvas.text(" · ", in: rect, offset: used, canvas.theme.faint)
            used += canvas.text(part, in: rect, offset: used)
        }
        let room = rect.splitLeft(used + 3).rest
        if room.columns >= 12, let progress = state.progress {
            Bar.draw(share: progress, in: &canvas, rect: room.splitLeft(room.columns - 1).left.rightmost(24), note: true)
        }
    }

    private static func parts(_ state: DashboardState) -> [String] {
        guard let description = state.description else {
            return [state.isLive || state.isFollowed ? "waiting for the run to start" : "reading the run"]
        }
        var parts: [String] = []
        if state.isVisit { parts.append("Esc goes back") }
        if !state.isLive { parts.append(state.isFollowed ? "watching" : "read-only") }
        let epoch = state.epoch
        parts.append("epoch \(epoch.current)" + (epoch.total.map { "/\($0)" } ?? ""))
        let step = NumberText.grouped(state.history.lastStep)
        parts.append("step \(step)" + (description.totalSteps.map { "/\(NumberText.grouped($0))" } ?? ""))
        if let rate = state.pairsPerSecond { parts.append("\(NumberText.rate(rate)) pairs/s") }
        parts.append(NumberText.time(state.elapsed))
        if let remaining = state.remaining { parts.append("\(NumberText.time(remaining)) left") }
        if let load = state.load, state.isLive { parts.append(load.text) }
        return parts
    }

    private static func stateWord(_ state: DashboardState, _ theme: Theme) -> (String, Style) {
        if state.isBrokenOff { return ("broken off", theme.bad) }
        let isAskedToPause = state.pending.contains(.pause)
        return switch state.runState {
        case .preparing: ("preparing", theme.accent)
        case .training: (isAskedToPause ? "pausing" : "training", theme.good)
        case .evaluating: ("evaluating", theme.accent)
        case .paused: ("paused", theme.warning)
        case .stopping: ("stopping", theme.warning)
        case .finished: ("finished", theme.accent)
        case .failed: ("failed", theme.bad)
        }
    }

    /// Differs in shape, not in colour alone.
    private static func symbol(_ state: DashboardState) -> String {
        if state.isBrokenOff { return "✗" }
        return switch state.runState {
        case .preparing: "○"
        case .training: "▶"
        case .evaluating: "◆"
        case .paused: "="
        case .stopping: "▼"
        case .finished: "✓"
        case .failed: "✗"
        }
    }
}
