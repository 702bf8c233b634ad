import Training

/// What a command does; `DashboardState+Perform` carries it out.
enum Action: Hashable, Sendable {
    case goTo(Screen)
    case neighbour(Int)
    case moveFocus(Int)
    case enlarge
    case back
    case help
    case commandLine
    case quit
    case suspend
    case repaint

    case pause
    case step
    case save
    case evaluate
    case undo

    case typeSetting(Setting)
    case chooseSchedule
    case chooseMining
    case nudge(Int)
    case applyProposals
    case dropProposals
    case selectControl(Int)
    case typeControl

    case zoom(in: Bool)
    case pan(Int)
    case fit
    case crosshair
    case moveCrosshair(Int)
    case toggleStepAxis
    case toggleValueAxis
    case nextUnit
    case nextSmoothing
    case nextSecondChart

    case scroll(Scroll)
    case filter

    case toggleWrongOnly
    case nextPairFilter
    case nextPairOrder
    case toggleSaliency
    case compareFile
    case togglePixels

    case moveThreshold(Int)
    case bestThreshold
    case equalErrorThreshold
    case followThreshold
    case typeThreshold
    case nextDetectionCurve

    case toggleBlock
    case foldBlock
    case unfoldBlock
    case toggleAllBlocks
    case toggleActivations

    case mapMethod
    case mapStep(Int)
    case mapFollow
    case mapMove(MapDirection)
    case mapNeighbor

    case changeWays(Int)
    case toggleWrongEpisodes

    case openRun
    case compareRun
    case resumeRun
    case newRun
    case nextRunOrder

    case nextLogFilter
}

/// Moving through a list.
enum Scroll: Hashable, Sendable {
    case by(Int)
    case page(Int)
    case first
    case last

    /// The new place in a list of `count` lines, of which `page` are visible.
    func place(from place: Int, count: Int, page: Int) -> Int {
        let target =
            switch self {
            case .by(let lines): place + lines
            case .page(let pages): place + pages * max(1, page)
            case .first: 0
            case .last: count - 1
            }
        return max(0, min(count - 1, target))
    }
}
