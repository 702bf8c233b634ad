import Testing
import Training

@testable import Dashboard

/// The list of runs: choosing, opening, comparing, going on.
@Suite struct RunsScreenTests {
    private func onRuns(isLive: Bool = false, isVisit: Bool = false) -> DashboardState {
        var state = DashboardState(
            capabilities: Capabilities(), isLive: isLive, folder: "runs/glyphs-conv4", isVisit: isVisit)
        for event in SampleRun(steps: 600).events { state.apply(event) }
        state.provide(SampleRun().rows, unreadable: [])
        state.press(.character("8"))
        return state
    }

    @Test func theChosenRunIsOpened() {
        var state = onRuns()
        #expect(state.wantsRuns)
        #expect(state.press(.enter) == [.open(folder: "runs/faces-resnet18")])
        // The run on the screen needs no opening.
        #expect(state.press(.down, .enter) == [])
        #expect(state.screen == .train)
    }

    @Test func theChosenRunStaysChosenWhileOthersComeAndGo() {
        var state = onRuns()
        state.press(.down, .down)
        #expect(state.chosenRun?.name == "glyphs-margin-2")
        state.provide(Array(SampleRun().rows.reversed()), unreadable: [])
        #expect(state.chosenRun?.name == "glyphs-margin-2")
        state.press(.character("o"))
        #expect(state.runs.listed.first?.name == "glyphs-conv4", "the highest area under ROC first")
        #expect(state.chosenRun?.name == "glyphs-margin-2")
    }

    @Test func aVisitIsLeftToTheRunBeneath() {
        for key in [Key.character("q"), .escape] {
            var visit = onRuns(isVisit: true)
            #expect(visit.press(key) == [.leaveVisit])
        }
    }

    @Test func onlyWhatWasInterruptedIsGoneOnWith() {
        var state = onRuns()
        let reasons = ["is being trained now", "has come to its end", nil, nil, "has no checkpoint"]
        for (row, reason) in zip(SampleRun().rows, reasons) {
            let effects = state.press(.character("R"))
            #expect(effects == (reason == nil ? [.resume(folder: row.folder)] : []))
            if let reason { #expect(state.messages.toast?.message.contains(reason) == true) }
            state.press(.down)
        }
        var live = onRuns(isLive: true)
        #expect(live.press(.down, .down, .character("R")) == [])
        #expect(live.messages.toast?.message.contains("twinscope resume runs/glyphs-margin-2") == true)
    }

    @Test func comparedRunsLieOverTheCurves() throws {
        var state = onRuns()
        state.press(.down, .character("c"))
        #expect(state.comparedFolders.isEmpty, "a run is not compared with itself")
        state.press(.down, .character("c"))
        #expect(state.comparedFolders == ["runs/glyphs-margin-2"])
        var other = PastRun(folder: "runs/glyphs-margin-2")
        for event in SampleRun(steps: 1_200).events { other.apply(event) }
        state.provide(curves: other, of: other.folder)
        state.press(.character("1"))
        let frame = dashboard(state, size: Size(columns: 120, rows: 36)).text
        #expect(frame.contains("● glyphs-margin-2"))
        #expect(state.lastShownStep == 1_200, "the axis reaches to the end of the longer run")
        state.press(.character("8"), .character("c"))
        #expect(state.comparedFolders.isEmpty)
        #expect(!dashboard(state, size: Size(columns: 120, rows: 36)).text.contains("● glyphs-margin-2"))
    }

    @Test func aRunThatCannotBeReadIsNoLongerCompared() {
        var state = onRuns()
        state.press(.character("c"))
        state.provide(curves: nil, of: "runs/faces-resnet18")
        #expect(state.comparedFolders.isEmpty)
        #expect(state.messages.toast?.message == "runs/faces-resnet18 cannot be read")
    }

    @Test func otherRunsAreMeasuredWithTheirOwnEpochsAndPace() {
        let own = SampleRun(steps: 1_000, stepsPerEpoch: 500).state().history
        var slow = RunHistory()
        for step in 1...400 {
            var metrics = SampleRun().step(step)
            metrics.elapsed *= 4
            slow.append(metrics)
        }
        for (unit, stepsPerEpoch, expected) in [
            (ChartView.Unit.step, 125, 200), (.epoch, 125, 50), (.time, 125, 50),
        ] {
            var view = ChartView()
            view.unit = unit
            let scale = StepScale(view, history: own, stepsPerEpoch: 500)
            let other = scale.following(slow, stepsPerEpoch: stepsPerEpoch)
            #expect(abs(other.step(like: 200, on: scale) - expected) <= 1, "\(unit)")
        }
    }

    @Test func aFormIsOfferedWhereNothingIsTrained() {
        var watching = SampleRun().state(isLive: false)
        let effects = watching.press(.character("8"), .character("N"))
        #expect(effects == [.newRun])
        var training = SampleRun().state()
        let none = training.press(.character("8"), .character("N"))
        #expect(none.isEmpty && training.messages.toast?.message.contains("twinscope new") == true)
    }

    /// A ruined run is not to be taken for a good one by the figures of the network that it began with.
    @Test(arguments: [(80, 24), (120, 36), (200, 60)]) func verdictsAndUntrainedFiguresAreMarked(columns: Int, rows: Int) throws {
        var state = onRuns()
        func line(_ name: String) throws -> String {
            let lines = dashboard(state, size: Size(columns: columns, rows: rows)).text.split(separator: "\n").map(String.init)
            return try #require(lines.first { $0.contains(name) && $0.contains("│") })
        }
        #expect(try line("glyphs-margin-2").contains("✗ diverging"))
        #expect(try line("glyphs-margin-2").contains("untrained"))
        #expect(try line("glyphs-conv4").contains("✓ healthy") && !line("glyphs-conv4").contains("untrained"))
        state.press(.down, .down)
        let detail = dashboard(state, size: Size(columns: columns, rows: rows)).text
        #expect(detail.contains("at step 0, of the untrained network"))
        #expect(detail.contains("diverging since step 2,050: the evidence"))
        state.press(.character("o"))
        #expect(state.runs.listed.suffix(2).map(\.name) == ["glyphs-margin-2", "glyphs-too-fast"])
    }
}
