import Testing

@testable import Dashboard

@Suite struct StepChartTests {
    /// Rows of a chart's braille that hold dots, over a curve that is flat but for one step.
    @Test func aSpikeOfOneStepAmongManyIsDrawn() {
        let flat = rows(ofSpikeAt: nil)
        let spiked = rows(ofSpikeAt: 61_803)
        #expect(flat.count <= 2)
        #expect(spiked.count >= 10, "a spike reaches to the top of the chart")
    }

    private func rows(ofSpikeAt spike: Int?) -> Set<Int> {
        var history = RunHistory()
        let run = SampleRun()
        for step in 1...100_000 {
            var metrics = run.step(step)
            metrics.loss = step == spike ? 10 : 1
            metrics.lossMinimum = metrics.loss
            metrics.lossMaximum = metrics.loss
            history.append(metrics)
        }
        var canvas = Canvas(size: Size(columns: 60, rows: 16), capabilities: Capabilities())
        let chart = StepChart(
            scale: StepScale(ChartView(), history: history, stepsPerEpoch: 100),
            curves: [StepChart.Curve(name: "train", series: history[.loss], style: Style(bold: true))], limits: 0...20)
        chart.draw(in: &canvas, rect: canvas.bounds)
        let frame = canvas.frame
        return Set(
            (0..<16).filter { row in
                (8..<60).contains { (0x2801...0x28FF).contains(frame[$0, row].character.unicodeScalars.first?.value ?? 0) }
            })
    }

    @Test(arguments: ChartView.Unit.allCases, [false, true])
    func columnsHoldEveryVisibleStepOnce(unit: ChartView.Unit, isLogarithmic: Bool) {
        let history = SampleRun(steps: 900).state().history
        var view = ChartView()
        view.unit = unit
        view.isStepLogarithmic = isLogarithmic
        for width in [1, 2, 33, 200, 2_000] {
            let bounds = StepScale(view, history: history, stepsPerEpoch: 500).bounds(columns: width)
            #expect(bounds.count == width + 1)
            #expect(bounds.first == 0 && bounds.last == 901)
            #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    @Test func lossesThatFellFarAreShownByTheirLogarithm() {
        var state = SampleRun(steps: 200).state()
        #expect(!state.isLossLogarithmic)
        for step in 201...400 {
            var metrics = SampleRun().step(step)
            (metrics.loss, metrics.lossMinimum, metrics.lossMaximum) = (step == 201 ? 6 : 0.01, 0.01, step == 201 ? 6 : 0.01)
            state.apply(.step(metrics))
        }
        #expect(state.isLossLogarithmic)
        state.press(.character("y"))
        #expect(!state.isLossLogarithmic, "the person's choice comes first")
    }

    @Test func theUntrainedNetworkHasItsPlaceToo() {
        var state = DashboardState(capabilities: Capabilities(), isLive: true)
        state.apply(.started(SampleRun().description))
        state.apply(.evaluation(SampleRun().evaluation(0)))
        let text = dashboard(state, size: Size(columns: 120, rows: 36)).text
        #expect(text.filter { $0 == "●" }.count == 4, "two legends and two points")
    }

    /// However wide the labels of either value axis are.
    @Test(arguments: [Size(columns: 120, rows: 36), Size(columns: 200, rows: 50)])
    func bothChartsBeginInTheSameColumn(size: Size) {
        for second in SecondChart.allCases {
            for factor: Float in [1e-4, 1e5] {
                var state = SampleRun(steps: 300).state()
                for step in 301...320 {
                    var metrics = SampleRun().step(step)
                    (metrics.loss, metrics.lossMinimum, metrics.lossMaximum) = (
                        metrics.loss * factor, metrics.loss * factor, metrics.loss * factor
                    )
                    state.apply(.step(metrics))
                }
                state.secondChart = second
                let lines = dashboard(state, size: size).text.split(separator: "\n", omittingEmptySubsequences: false)
                let corners = lines.compactMap { Array($0).firstIndex(of: "└") }
                #expect(corners.count == 2 && Set(corners).count == 1, "\(second): \(corners)")
            }
        }
    }

    /// Evaluations are every 250 steps: a figure of one says which.
    @Test func whatIsReadSaysOfWhichStepItIs() {
        var state = SampleRun(steps: 600).state()
        func readings(at step: Int) -> [String] {
            state.chart.crosshair = step
            return dashboard(state, size: Size(columns: 160, rows: 50)).text.split(separator: "\n").map(String.init)
                .filter { $0.contains("● validation") }
        }
        let accuracy = NumberText.percent(state.history.evaluations[1].accuracy)
        let between = readings(at: 474)
        #expect(between.count == 2 && between.allSatisfy { $0.contains(" 474▸ ") && $0.contains(" at 500 ") }, "\(between)")
        // A loss is known of every step.
        #expect(between[0].contains(#/━ train [0-9.]+  ━/#) && between[1].contains("● validation \(accuracy) at 500 "))
        #expect(
            readings(at: 376).allSatisfy { $0.contains(" at 500 ") } && readings(at: 374).allSatisfy { $0.contains(" at 250 ") })
        #expect(readings(at: 500).allSatisfy { $0.contains(" 500▸ ") && !$0.contains(" at ") })
    }

    /// In a narrow window names are shortened before a figure is cut.
    @Test func whatIsReadIsNotCut() {
        var state = SampleRun(steps: 4_000).state()
        state.chart.crosshair = 3_936
        let text = dashboard(state, size: Size(columns: 80, rows: 24)).text
        let legend = text.split(separator: "\n").first { $0.contains("3,936▸") }.map(String.init) ?? ""
        #expect(legend.contains(" smooth ") && legend.contains(" valid ") && legend.contains(" at 4,000 "), "\(legend)")
    }
}
