import Testing

@testable import Dashboard

@Suite struct AxisTests {
    @Test(arguments: [(0.0, 1.0), (0.03, 0.41), (-5, 17), (1e-7, 3e-7), (1_234, 1_250), (0, 1e9)])
    func ticksAreRoundRisingAndInside(low: Double, high: Double) {
        for count in 1...12 {
            let axis = Axis(low: low, high: high)
            let ticks = axis.ticks(atMost: count)
            #expect(ticks.count <= count + 1)
            #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
            #expect(ticks.allSatisfy { $0 >= low - (high - low) * 1e-6 && $0 <= high + (high - low) * 1e-6 })
        }
    }

    @Test func logarithmicTicksArePowersAndTheirSimpleMultiples() {
        #expect(Axis(low: 0.01, high: 10, isLogarithmic: true).ticks(atMost: 4) == [0.01, 0.1, 1, 10])
        #expect(Axis(low: 0.9, high: 11, isLogarithmic: true).ticks(atMost: 5) == [1, 2, 5, 10])
    }

    @Test(arguments: [false, true]) func shareAndValueAreInverse(isLogarithmic: Bool) {
        let axis = Axis(low: 0.02, high: 50, isLogarithmic: isLogarithmic)
        for share in [0, 0.25, 0.5, 1] { #expect(abs(axis.share(axis.value(share)) - share) < 1e-9) }
    }

    @Test(arguments: [(Double.nan, 1.0), (1, .infinity), (0, 0), (3, 3), (-2, -2), (5, 1)])
    func anySpanIsUsable(low: Double, high: Double) {
        for isLogarithmic in [false, true] {
            let axis = Axis(low: low, high: high, isLogarithmic: isLogarithmic)
            #expect(axis.high > axis.low)
            #expect(axis.ticks(atMost: 5).allSatisfy { $0.isFinite })
        }
    }
}
