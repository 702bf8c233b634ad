import Runs
import Training

/// The second line: state, epoch, step, throughput, time; what fits, the most telling first.
enum StatusLine {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let (word, style) = stateWord(state, canvas.theme)
        var used = 1
        used += canvas.text("\(symbol(state)) \(word)", in: rect, offset: used, style)
        if let kind = state.verdict?.kind, kind != .early {
            used += canvas.text(" · ", in: rect, offset: used, canvas.theme.faint)
            used += canvas.text("\(kind.sign) \(kind.title)", in: rect, offset: used, kind.style(canvas.theme))
        }
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
        let standing = state.standing
        guard standing == .training else {
            let isGood = standing == .completed && state.verdict?.kind.isTrouble != true
            return (standing.title, isGood ? theme.accent : standing.style(theme))
        }
        let word = state.pending.contains(.pause) ? "pausing" : state.runState == .evaluating ? "evaluating" : standing.title
        // A run that goes wrong is not green, however busily it trains.
        if let kind = state.verdict?.kind, kind.isTrouble { return (word, kind.style(theme)) }
        return (word, state.runState == .evaluating ? theme.accent : standing.style(theme))
    }

    private static func symbol(_ state: DashboardState) -> String {
        state.standing == .training && state.runState == .evaluating ? "◆" : state.standing.sign
    }
}
