import Testing

@testable import Dashboard

@Suite struct ChartViewTests {
    @Test func followsTheRunUntilThePersonMoves() {
        var view = ChartView()
        #expect(view.visible(last: 1_000) == 1...1_000)
        view.zoom(in: true, last: 1_000)
        #expect(view.visible(last: 1_000) == 501...1_000)
        #expect(view.visible(last: 1_200) == 701...1_200, "it follows")
        view.pan(by: -300, last: 1_200)
        #expect(view.visible(last: 1_200) == 401...900)
        #expect(view.visible(last: 5_000) == 401...900, "it stays where the person looks")
        view.fit()
        #expect(view.visible(last: 5_000) == 1...5_000)
    }

    @Test func zoomsAroundTheCrosshairAndNeverBeyondTheRun() {
        var view = ChartView()
        view.crosshair = 250
        view.zoom(in: true, last: 1_000)
        let range = view.visible(last: 1_000)
        #expect(range.contains(250) && range.count == 500)
        for _ in 0..<20 { view.zoom(in: true, last: 1_000) }
        #expect(view.visible(last: 1_000).count == 8)
        for _ in 0..<20 { view.zoom(in: false, last: 1_000) }
        #expect(view.isFitted)
        for last in [0, 1, 2] { #expect(view.visible(last: last) == 1...2) }
    }

    @Test func theWindowGoesWithTheCrosshair() {
        var view = ChartView()
        view.zoom(in: true, last: 1_000)
        view.moveCrosshair(by: -700, last: 1_000)
        #expect(view.crosshair == 300)
        #expect(view.visible(last: 1_000).contains(300))
    }
}
