/// Draws the whole dashboard: a pure function, so that a frame can be tested, replayed and rendered anywhere.
public func dashboard(_ state: DashboardState, size: Size) -> Frame {
    var canvas = Canvas(size: size, capabilities: state.capabilities)
    guard size.columns >= Layout.leastColumns, size.rows >= Layout.leastRows else {
        drawTooSmall(&canvas)
        return canvas.frame
    }
    let (header, rest) = canvas.bounds.splitTop(2)
    let (body, footer) = rest.splitTop(rest.rows - 1)
    drawHeader(state, in: header, on: &canvas)
    switch state.screen {
    case .train: drawTrainScreen(state, in: body, on: &canvas)
    case .network: drawNetworkScreen(state, in: body, on: &canvas)
    case .pairs: drawPairsScreen(state, in: body, on: &canvas)
    }
    drawFooter(state, in: footer, on: &canvas)
    switch state.overlay {
    case .help: drawHelp(state, in: body, on: &canvas)
    case .quit: drawQuitQuestion(in: body, on: &canvas)
    case .input(let input): drawValueInput(input, state, in: body, on: &canvas)
    case nil: break
    }
    return canvas.frame
}

enum Layout {
    static let leastColumns = 60
    static let leastRows = 18
}

private func drawTooSmall(_ canvas: inout Canvas) {
    let size = canvas.frame.size
    let lines = ["twinscope", "is \(size.columns)x\(size.rows)", "needs \(Layout.leastColumns)x\(Layout.leastRows)"]
    for (index, line) in lines.enumerated() {
        canvas.text(line, in: canvas.bounds, row: max(0, (size.rows - lines.count) / 2) + index, align: .center)
    }
}
