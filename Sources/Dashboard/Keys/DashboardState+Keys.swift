import Training

extension DashboardState {
    /// Answers a key: changes what is shown, and says what the program has to do.
    public mutating func handle(_ key: Key, size: Size) -> [Effect] {
        switch overlay {
        case .help:
            overlay = nil
            return []
        case .quit: return answerQuit(key)
        case .input(let input): return type(key, into: input)
        case nil: break
        }
        if key == .escape {
            toast = nil
            return []
        }
        guard let entry = CommandTable.entry(for: key, on: screen) else {
            explain(key)
            return []
        }
        if entry.needsTraining, let reason = whyNothingRuns {
            say(reason, severity: .warning)
            return []
        }
        return perform(entry.action, size: size)
    }

    private var whyNothingRuns: String? {
        if !isLive { return "this run is only looked at: nothing can be changed" }
        return run.isOver ? "training is over: nothing can be changed" : nil
    }

    private mutating func explain(_ key: Key) {
        if let explanation = CommandTable.explanation(for: key, on: screen) {
            say(explanation, severity: .warning)
        } else if case .character(let character) = key {
            say("\(character) does nothing; ? shows all keys", severity: .warning)
        }
    }

    private mutating func perform(_ action: Action, size: Size) -> [Effect] {
        switch action {
        case .show(let screen): self.screen = screen
        case .nextScreen: turn(by: 1)
        case .previousScreen: turn(by: -1)
        case .help: overlay = .help
        case .quit: return quit()
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .pause: return [.send(run.state == .paused ? .resume : .pause)]
        case .oneStep: return [.send(.pause), .send(.step)]
        case .evaluate: return [.send(.evaluate)]
        case .save: return [.send(.saveCheckpoint)]
        case .undo: return undo()
        case .nextControl: controls.selected = (controls.selected + 1) % max(1, Controls.settings(of: run).count)
        case .nudge(let up): return nudge(up: up)
        case .typeValue: overlay = controls.setting(of: run).map { .input(ValueInput(setting: $0)) }
        case .move(let movement): move(movement, size: size)
        case .toggleWrong:
            pairs.onlyWrong.toggle()
            pairs.refresh(run)
            say(pairs.onlyWrong ? "only wrongly judged pairs" : "all pairs")
        case .cycleOrder:
            let orders = PairsView.Order.allCases
            pairs.order = orders[((orders.firstIndex(of: pairs.order) ?? 0) + 1) % orders.count]
            pairs.refresh(run)
            pairs.move(to: 0)
            say("order: \(pairs.order.rawValue)")
        }
        return []
    }

    private mutating func turn(by step: Int) {
        let count = Screen.allCases.count
        screen = Screen(rawValue: (screen.rawValue + step + count) % count) ?? screen
    }

    // MARK: Leaving

    private mutating func quit() -> [Effect] {
        guard isLive, !run.isOver else { return [.quit(.stop)] }
        overlay = .quit
        return []
    }

    private mutating func answerQuit(_ key: Key) -> [Effect] {
        switch key {
        case .character("s"): return [.quit(.saveAndStop)]
        case .character("x"): return [.quit(.stop)]
        case .character("k"): return [.quit(.detach)]
        case .escape, .character("c"), .character("q"), .control("c"): overlay = nil
        case .enter: say("Enter decides nothing here: press s, x, k or c", severity: .warning)
        default: break
        }
        return []
    }

    // MARK: Settings

    private func nudge(up: Bool) -> [Effect] {
        guard let setting = controls.setting(of: run), let value = run.settings[setting] else { return [] }
        let moved = up ? value * setting.nudge : value / setting.nudge
        // Four digits, as they are shown: what is read is what is set.
        let rounded = Double(NumberText.setting(moved)) ?? moved
        return [.send(.set(setting, min(max(rounded, setting.range.lowerBound), setting.range.upperBound)))]
    }

    private mutating func undo() -> [Effect] {
        guard let last = run.edits.last else {
            say("nothing was edited yet", severity: .warning)
            return []
        }
        return [.send(.set(last.setting, last.old))]
    }

    private mutating func type(_ key: Key, into input: ValueInput) -> [Effect] {
        var input = input
        input.complaint = nil
        switch key {
        case .escape, .control("c"):
            overlay = nil
            return []
        case .enter:
            switch input.value {
            case .success(let value):
                overlay = nil
                return [.send(.set(input.setting, value))]
            case .failure(let complaint): input.complaint = complaint.sentence
            }
        case .backspace, .delete: input.text = String(input.text.dropLast())
        case .character(let character) where "0123456789.,eE+-".contains(character) && input.text.count < 16:
            input.text.append(character)
        default: input.complaint = "digits, a point and e are read; Esc leaves"
        }
        overlay = .input(input)
        return []
    }

    // MARK: Moving

    private mutating func move(_ movement: Movement, size: Size) {
        switch screen {
        case .train: break
        case .network:
            let last = max(0, (run.graph?.nodes.count ?? 0) - 1)
            networkScroll = moved(networkScroll, movement, page: max(1, size.rows - 8), last: last)
        case .pairs:
            guard !pairs.listed.isEmpty else {
                say("no pairs are listed", severity: .warning)
                return
            }
            pairs.move(to: moved(pairs.position, movement, page: 10, last: pairs.listed.count - 1))
        }
    }

    private func moved(_ place: Int, _ movement: Movement, page: Int, last: Int) -> Int {
        switch movement {
        case .by(let step): min(max(0, place + step), last)
        case .page(let pages): min(max(0, place + pages * page), last)
        case .first: 0
        case .last: last
        }
    }
}
