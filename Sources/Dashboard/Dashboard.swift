/// Draws the screen: a pure function of what is known and how much room there is. Any size has a frame.
public func dashboard(_ state: DashboardState, size: Size) -> Frame { draw(state, size: size).frame }

/// What lies under a place of the screen.
func clickTarget(at position: Position, in state: DashboardState, size: Size) -> ClickTarget? {
    draw(state, size: size).targets.last { $0.rect.contains(position) }
}

private func draw(_ state: DashboardState, size: Size) -> Canvas {
    var canvas = Canvas(size: size, capabilities: state.capabilities, pixels: state.pixels)
    guard size.columns >= LeastSize.columns, size.rows >= LeastSize.rows else {
        LeastSize.draw(in: &canvas)
        return canvas
    }
    let (top, belowTop) = canvas.bounds.splitTop(2)
    let (body, bottom) = belowTop.splitTop(belowTop.rows - 2)
    TabBar.draw(state, in: &canvas, rect: top.splitTop(1).top)
    StatusLine.draw(state, in: &canvas, rect: top.splitTop(1).rest)
    drawScreen(state, in: &canvas, rect: body)
    drawMessage(state, in: &canvas, rect: bottom.splitTop(1).top)
    Footer.draw(state, in: &canvas, rect: bottom.splitTop(1).rest)
    switch state.overlay {
    case .help(let offset): HelpOverlay.draw(state, offset: offset, in: &canvas, rect: body)
    case .quit: QuitDialog.draw(state, in: &canvas, rect: body)
    case .entry, nil: break
    }
    return canvas
}

private func drawScreen(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
    switch state.screen {
    case .train: TrainScreen(state).draw(in: &canvas, rect: rect)
    case .network: NetworkScreen(state).draw(in: &canvas, rect: rect)
    case .pairs: PairsScreen(state).draw(in: &canvas, rect: rect)
    case .distances: DistancesScreen(state).draw(in: &canvas, rect: rect)
    case .map: MapScreen(state).draw(in: &canvas, rect: rect)
    case .oneShot: OneShotScreen(state).draw(in: &canvas, rect: rect)
    case .log: LogScreen(state).draw(in: &canvas, rect: rect)
    case .runs: RunsScreen(state).draw(in: &canvas, rect: rect)
    }
}

/// The line above the footer: what is being typed, what was just said, or what waits to be applied.
private func drawMessage(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
    if case .entry(let entry) = state.overlay {
        EntryLine.draw(entry, state, in: &canvas, rect: rect)
    } else if let toast = state.messages.toast {
        canvas.sentence(toast.message, endingIn: rect, canvas.theme.style(of: toast.severity))
    } else if let hint = UnattendedRun.hint(state, columns: rect.columns - 2) {
        canvas.text(hint, in: rect, offset: 1, canvas.theme.faint)
    } else {
        ProposalLine.draw(state, in: &canvas, rect: rect)
    }
}

/// Below this size there is only a notice.
enum LeastSize {
    static let columns = 60
    static let rows = 18

    static func draw(in canvas: inout Canvas) {
        let size = canvas.frame.size
        let lines = ["Twinscope needs \(columns)x\(rows)", "this window is \(size.columns)x\(size.rows)", "q quits"]
        let first = max(0, (size.rows - lines.count) / 2)
        for (index, line) in lines.enumerated() {
            canvas.text(line, in: canvas.bounds, row: first + index, canvas.theme.strong, align: .center)
        }
    }
}
