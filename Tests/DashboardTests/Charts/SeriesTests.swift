import Testing

@testable import Dashboard

@Suite struct SeriesTests {
    @Test func theNearestPoint() {
        var series = Series()
        #expect(series.point(nearest: 3) == nil)
        for step in [0, 100, 200, 250] { series.append(step: step, value: Float(step) / 100) }
        for (asked, step) in [(-5, 0), (0, 0), (49, 0), (50, 0), (51, 100), (224, 200), (225, 200), (226, 250), (900, 250)] {
            #expect(series.point(nearest: asked)?.step == step && series.point(nearest: asked)?.value == Float(step) / 100)
        }
    }

    private func value(_ index: Int) -> Float { Float((index * 7_919) % 1_009) }

    @Test(arguments: [1, 15, 16, 17, 255, 256, 300, 1_000])
    func extremesAgreeWithLookingAtEveryPoint(count: Int) throws {
        var series = Series()
        for index in 0..<count { series.append(step: index + 1, value: value(index)) }
        for low in stride(from: 0, to: count, by: 7) {
            for high in [low + 1, low + 5, low + 16, low + 100, count] where high > low && high <= count {
                let slow = (low..<high).map(value)
                let fast = try #require(series.extremes(in: low..<high))
                #expect(fast.low == slow.min() && fast.high == slow.max(), "\(low)..<\(high) of \(count)")
            }
        }
    }

    @Test func mergedStepsKeepTheirOwnExtremes() throws {
        var series = Series()
        for index in 0..<40 { series.append(step: index, value: 1) }
        series.append(step: 60, value: 1, low: 0.5, high: 9)
        for index in 61..<100 { series.append(step: index, value: 1) }
        let all = try #require(series.extremes(in: 0..<series.count))
        #expect(all == Series.Extremes(low: 0.5, high: 9))
    }

    @Test func valuesThatAreNoNumbersHideNothing() throws {
        var series = Series()
        for index in 0..<64 { series.append(step: index, value: index == 0 || index == 20 ? .nan : Float(index)) }
        let all = try #require(series.extremes(in: 0..<64))
        #expect(all == Series.Extremes(low: 1, high: 63))
    }

    @Test func findsPointsByTheirStep() {
        var series = Series()
        for step in [10, 20, 30] { series.append(step: step, value: Float(step)) }
        #expect(series.index(ofStep: 5) == 0 && series.index(ofStep: 20) == 1 && series.index(ofStep: 31) == 3)
        #expect(series.value(atStep: 9) == nil && series.value(atStep: 29) == 20 && series.value(atStep: 99) == 30)
    }

    @Test func stepsNeverFall() {
        var series = Series()
        for step in [5, 9, 3] { series.append(step: step, value: 0) }
        #expect(series.steps == [5, 9, 9])
        #expect(series.extremes(in: 2..<2) == nil)
    }
}
