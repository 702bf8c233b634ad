import Runs
import Training

/// The second line: state, epoch, step, throughput, time. Where they have no room together, the least important are left out; none is cut.
enum StatusLine {
    private struct Part {
        let text: String
        /// 0 is left out last.
        let rank: Int
    }

    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let (word, style) = stateWord(state, canvas.theme)
        var used = 1
        used += canvas.text("\(symbol(state)) \(word)", in: rect, offset: used, style)
        if let kind = state.verdict?.kind, kind != .early {
            used += canvas.text(" · ", in: rect, offset: used, canvas.theme.faint)
            used += canvas.text("\(kind.sign) \(kind.title)", in: rect, offset: used, kind.style(canvas.theme))
        }
        for part in fitting(parts(state), in: rect.columns - used) {
            used += canvas.text(" · ", in: rect, offset: used, canvas.theme.faint)
            used += canvas.text(part, in: rect, offset: used)
        }
        let room = rect.splitLeft(used + 3).rest
        if room.columns >= 12, let progress = state.progress {
            Bar.draw(share: progress, in: &canvas, rect: room.splitLeft(room.columns - 1).left.rightmost(24), note: true)
        }
    }

    /// The texts of those that have room together.
    private static func fitting(_ parts: [Part], in columns: Int) -> [String] {
        var kept = parts
        while kept.reduce(1, { $0 + $1.text.count + 3 }) > columns, let last = kept.max(by: { $0.rank < $1.rank }) {
            kept.removeAll { $0.rank == last.rank }
        }
        return kept.map(\.text)
    }

    /// In the order of the line.
    private static func parts(_ state: DashboardState) -> [Part] {
        guard let description = state.description else {
            return [Part(text: state.isLive || state.isFollowed ? "waiting for the run to start" : "reading the run", rank: 0)]
        }
        var parts: [Part] = []
        if state.isVisit { parts.append(Part(text: "Esc goes back", rank: 1)) }
        if !state.isLive { parts.append(Part(text: state.isFollowed ? "watching" : "read-only", rank: 0)) }
        let epoch = state.epoch
        parts.append(Part(text: "epoch \(epoch.current)" + (epoch.total.map { "/\($0)" } ?? ""), rank: 4))
        let step = NumberText.grouped(state.history.lastStep)
        let total = description.totalSteps.map { "/\(NumberText.grouped($0))" } ?? ""
        parts.append(Part(text: "step \(step)\(total)", rank: 2))
        if let rate = state.pairsPerSecond { parts.append(Part(text: "\(NumberText.rate(rate)) pairs/s", rank: 6)) }
        parts.append(Part(text: NumberText.time(state.elapsed), rank: 5))
        if let remaining = state.remaining { parts.append(Part(text: "\(NumberText.time(remaining)) left", rank: 3)) }
        if let load = state.load, state.isLive { parts.append(Part(text: load.text, rank: 7)) }
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
