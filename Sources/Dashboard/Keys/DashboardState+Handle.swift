import Training

extension DashboardState {
    /// Answers a key.
    ///
    /// - Parameter size: of the screen, for paging.
    /// - Returns: what the program must do; everything else has already changed here.
    public mutating func handle(_ key: Key, size: Size) -> [Effect] {
        if case .paste(let text) = key, !isTyping {
            refusePaste(text)
            return []
        }
        switch overlay {
        case .help(let offset): return handleHelp(key, offset: offset, size: size)
        case .quit: return handleQuit(key)
        case .entry(let entry): return handle(key, in: entry)
        case nil: break
        }
        switch key {
        case .click(let position): return click(position, size: size)
        case .scroll(_, let isUp): return handle(isUp ? .up : .down, size: size)
        default: break
        }
        if let entry = CommandTable.entry(for: key, in: self) {
            return perform(entry, size: size)
        }
        explain(key)
        return []
    }

    /// Carries a command out, or says why it cannot be.
    mutating func perform(_ entry: CommandEntry, size: Size) -> [Effect] {
        if entry.isSteering, let reason = steeringRefusal {
            say(reason)
            return []
        }
        return perform(entry.action, size: size)
    }

    /// Why nothing can be asked of the training; `nil` where it can.
    var steeringRefusal: String? {
        if canCommand { return nil }
        if isLive { return "the run has ended; there is nothing left to steer" }
        return isFollowed
            ? "another program trains this run; there is nothing to steer here"
            : "this run is over; there is nothing left to steer"
    }

    private mutating func explain(_ key: Key) {
        guard key != .enter else { return say("Enter does nothing here; ? shows the keys") }
        let entries = CommandTable.entriesElsewhere(for: key)
        if entries.count == 1, let entry = entries.first {
            say("\(key.name) works \(entry.whereabouts): \(entry.summary)")
        } else if !entries.isEmpty {
            say("\(key.name) works \(entries.map(\.whereabouts).joined(separator: ", "))")
        } else {
            say("\(key.name) does nothing here; ? shows the keys")
        }
    }

    private mutating func click(_ position: Position, size: Size) -> [Effect] {
        guard let target = clickTarget(at: position, in: self, size: size) else { return [] }
        switch target.meaning {
        case .screen(let screen): screenChosen(screen)
        case .panel(let panel): focus[screen] = panel
        case .line(let panel, let place):
            focus[screen] = panel
            choose(line: place, of: panel)
        case .steps(let panel, let scale):
            focus[screen] = panel
            let bounds = scale.bounds(columns: target.rect.columns)
            chart.crosshair = bounds[min(max(0, position.column - target.rect.column), target.rect.columns - 1)]
        }
        return []
    }

    private mutating func choose(line place: Int, of panel: Panel) {
        switch panel {
        case .controls:
            if availableControls.indices.contains(place) { selectedControl = availableControls[place] }
        case .edits where changes.indices.contains(place):
            selectedChange = place
            chart.center(on: changes[place].step, last: lastShownStep)
        case .pairs: pairView.select(place: place, in: listedPairs)
        case .runs: runs.select(place: place, in: runs.listed)
        default: break
        }
    }

    private mutating func handleHelp(_ key: Key, offset: Int, size: Size) -> [Effect] {
        let page = max(1, size.rows - HelpOverlay.rowsBesides)
        let lines = HelpText.lines(for: screen, columns: size.columns).count
        let scroll: Scroll? =
            switch key {
            case .up, .character("k"), .scroll(_, up: true): .by(-1)
            case .down, .character("j"), .scroll(_, up: false): .by(1)
            case .pageUp: .page(-1)
            case .pageDown, .character(" "): .page(1)
            case .home, .character("g"): .first
            case .end, .character("G"): .last
            default: nil
            }
        switch scroll {
        case nil: overlay = nil
        case .last?: overlay = .help(offset: max(0, lines - page))
        case let scroll?:
            let target = scroll.place(from: offset, count: lines, page: page)
            overlay = .help(offset: max(0, min(target, lines - page)))
        }
        return key == .control("l") ? [.repaint] : []
    }

    /// Only letters decide here, so that Enter destroys nothing.
    private mutating func handleQuit(_ key: Key) -> [Effect] {
        overlay = nil
        switch key {
        // A second Ctrl-C is somebody in a hurry: the choice that loses nothing.
        case .character("s"), .control("c"):
            messages.show("saving and stopping", .information, now: now)
            return [.quit(.saveAndStop)]
        case .character("x"): return [.quit(.stop)]
        case .character("k"): return [.quit(.detach)]
        case .control("l"):
            overlay = .quit
            return [.repaint]
        default:
            say("training continues")
            return []
        }
    }

    /// Says something for a moment, without a line in the log.
    mutating func say(_ message: String, severity: Notice.Severity = .information) {
        messages.show(message, severity, now: now)
    }

    mutating func screenChosen(_ screen: Screen) {
        self.screen = screen
        isEnlarged = false
        refreshEmbeddings()
    }
}
