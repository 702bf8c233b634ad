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
            #expect(bounds.first == 1 && bounds.last == 901)
            #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }
}
