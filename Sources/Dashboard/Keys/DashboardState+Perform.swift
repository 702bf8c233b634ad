import Training

extension DashboardState {
    /// Carries an action out.
    mutating func perform(_ action: Action, size: Size) -> [Effect] {
        switch action {
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .quit: return quit()
        case .pause, .step, .save, .evaluate, .undo, .applyProposals, .typeSetting, .chooseSchedule, .chooseMining:
            return steer(action)
        case .dropProposals: dropProposals()
        case .goTo, .neighbour, .moveFocus, .enlarge, .help, .commandLine, .filter, .compareFile:
            navigate(action)
        case .back: return back()
        case .scroll(let scroll): self.scroll(scroll, size: size)
        case .nudge(let direction): return nudge(direction, size: size)
        case .typeControl: typeControl()
        case .selectControl(let direction): selectControl(direction)
        case .zoom, .pan, .fit, .crosshair, .moveCrosshair, .toggleStepAxis, .toggleValueAxis, .nextUnit, .nextSmoothing,
            .nextSecondChart:
            changeChart(action, size: size)
        case .toggleWrongOnly, .nextPairFilter, .nextPairOrder: changePairs(action)
        case .toggleSaliency: toggleSaliency()
        case .togglePixels: return togglePixels()
        case .moveThreshold, .bestThreshold, .equalErrorThreshold, .followThreshold, .typeThreshold:
            changeThreshold(action)
        case .nextDetectionCurve: detectionCurve = detectionCurve.next
        case .mapMethod, .mapStep, .mapFollow, .mapMove, .mapNeighbor: changeMap(action, size: size)
        case .toggleBlock, .foldBlock, .unfoldBlock, .toggleAllBlocks: changeNetwork(action)
        case .toggleActivations: toggleActivations()
        case .openRun, .compareRun, .resumeRun, .newRun, .nextRunOrder: return changeRuns(action)
        case .changeWays, .toggleWrongEpisodes: changeOneShot(action)
        case .nextLogFilter:
            logFilter = logFilter.next
            logOffset = 0
        }
        return []
    }

    private mutating func quit() -> [Effect] {
        guard !isVisit else { return [.leaveVisit] }
        guard isLive else { return [.quit(.detach)] }
        guard canCommand else { return [.quit(.saveAndStop)] }
        overlay = .quit
        return []
    }

    private mutating func navigate(_ action: Action) {
        switch action {
        case .goTo(let screen): screenChosen(screen)
        case .neighbour(let direction): screenChosen(screen.neighbour(direction))
        case .moveFocus(let direction): moveFocus(direction)
        case .enlarge: isEnlarged.toggle()
        case .help: overlay = .help(offset: 0)
        case .commandLine: overlay = .entry(Entry(purpose: .command))
        case .filter: overlay = .entry(Entry(purpose: .filter(screen), text: filter(on: screen)))
        case .compareFile:
            overlay = .entry(Entry(purpose: .comparedFile, text: pairView.comparedFile?.path ?? ""))
        default: break
        }
    }

    private mutating func back() -> [Effect] {
        if isEnlarged {
            isEnlarged = false
        } else if screen == .train, chart.crosshair != nil {
            chart.crosshair = nil
        } else if screen == .pairs, pairView.comparedFile != nil {
            pairView.comparedFile = nil
        } else if !filter(on: screen).isEmpty {
            setFilter("", on: screen)
        } else if isVisit {
            return [.leaveVisit]
        } else {
            say("nothing to close; q quits")
        }
        return []
    }

    private mutating func moveFocus(_ direction: Int) {
        let panels = screen.panels
        guard panels.count > 1, let place = panels.firstIndex(of: focused) else {
            return say("\(screen.title) has one panel only")
        }
        focus[screen] = panels[(place + direction + panels.count) % panels.count]
    }

    private mutating func selectControl(_ direction: Int) {
        let available = availableControls
        guard let place = available.firstIndex(of: selectedControl) else { return }
        selectedControl = available[max(0, min(available.count - 1, place + direction))]
    }

    private mutating func scroll(_ scroll: Scroll, size: Size) {
        let page = max(1, size.rows - 8)
        switch screen {
        case .train:
            guard !changes.isEmpty else { return say("no setting has been changed yet") }
            selectedChange = scroll.place(from: selectedChange, count: changes.count, page: page)
            chart.center(on: changes[selectedChange].step, last: lastShownStep)
        case .network:
            networkView.scroll(scroll, page: page)
        case .pairs:
            let list = listedPairs
            guard let place = pairView.place(in: list) else { return say("no pair is in this list") }
            pairView.select(place: scroll.place(from: place, count: list.count, page: page), in: list)
        case .map: scrollMap(scroll, page: page)
        case .oneShot: oneShot.scroll(scroll)
        case .log:
            let count = shownLog.count
            let bottom = scroll.place(from: count - 1 - min(logOffset, max(0, count - 1)), count: count, page: page)
            logOffset = max(0, count - 1 - bottom)
        case .runs:
            let listed = runs.listed
            guard let place = runs.place(in: listed) else { return say("no runs are listed") }
            runs.select(place: scroll.place(from: place, count: listed.count, page: page), in: listed)
        case .distances: break
        }
    }

    /// The lines that the log's filters let through.
    var shownLog: [LogEntry] { logFilter.lines(of: messages.log).filter { $0.holds(logText) } }

    private mutating func changeNetwork(_ action: Action) {
        let hasDone =
            switch action {
            case .foldBlock: networkView.fold()
            case .unfoldBlock: networkView.unfold()
            case .toggleBlock: networkView.toggle()
            default: networkView.toggleAll()
            }
        if !hasDone { say("only blocks can be folded and opened") }
    }

    private mutating func changePairs(_ action: Action) {
        switch action {
        case .toggleWrongOnly: pairView.filter = pairView.filter == .wrong ? .all : .wrong
        case .nextPairFilter: pairView.filter = pairView.filter.next
        case .nextPairOrder:
            pairView.order = pairView.order.next
            pairView.select(place: 0, in: listedPairs)
        default: break
        }
    }

    private mutating func changeThreshold(_ action: Action) {
        guard let verification, let threshold else { return say("distances come with the first evaluation; e evaluates now") }
        switch action {
        case .moveThreshold(let direction):
            // A learned comparison has distances below zero.
            let finite = testDistances.filter(\.isFinite)
            let least = min(finite.min() ?? 0, 0)
            let span = max((finite.max() ?? 1) - least, 1e-6)
            ownThreshold = max(least, threshold + Float(direction) * span / 100)
        case .bestThreshold: ownThreshold = verification.bestThreshold
        case .typeThreshold: overlay = .entry(Entry(purpose: .threshold))
        case .equalErrorThreshold: ownThreshold = verification.equalErrorThreshold
        default: ownThreshold = nil
        }
    }

    private mutating func changeChart(_ action: Action, size: Size) {
        let last = lastShownStep
        let visible = chart.visible(last: last)
        switch action {
        case .zoom(let isIn): chart.zoom(in: isIn, last: last)
        case .pan(let direction):
            if chart.isFitted { say("all steps are shown; z zooms in") }
            chart.pan(by: direction * max(1, visible.count / 4), last: last)
        case .fit: chart.fit()
        case .crosshair: chart.crosshair = chart.crosshair == nil ? visible.upperBound : nil
        case .moveCrosshair(let direction):
            chart.moveCrosshair(by: direction * max(1, visible.count / max(20, size.columns)), last: last)
        case .toggleStepAxis: chart.isStepLogarithmic.toggle()
        case .toggleValueAxis: chart.isValueLogarithmic = !isLossLogarithmic
        case .nextUnit: chart.unit = chart.unit.next
        case .nextSmoothing: smoothMore()
        case .nextSecondChart: showSecondChart(size: size)
        default: break
        }
    }

    /// The next choice; where only the focused chart is drawn, the first press brings it forward.
    private mutating func showSecondChart(size: Size) {
        if size.rows < TrainScreen.rowsForBothCharts + 4, focused != .secondChart {
            focus[.train] = .secondChart
        } else {
            secondChart = secondChart.next
        }
    }

    private mutating func smoothMore() {
        let weights = RunHistory.smoothingWeights
        let place = weights.firstIndex(of: history.smoothingWeight) ?? 0
        history.smooth(weight: weights[(place + 1) % weights.count])
        say(
            history.smoothingWeight == 0
                ? "training loss as it is"
                : "training loss smoothed with weight \(NumberText.setting(Double(history.smoothingWeight)))")
    }
}

extension CaseIterable where Self: Equatable, AllCases == [Self] {
    /// The case after this one, beginning again after the last.
    var next: Self {
        let all = Self.allCases
        guard let place = all.firstIndex(of: self) else { return self }
        return all[(place + 1) % all.count]
    }
}
