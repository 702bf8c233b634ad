import Testing

@testable import Training

/// The governor on machines that are made up: how long a step takes, by threads and busy neighbours, is a table.
@Suite struct ThreadGovernorTests {
    /// Milliseconds of a step on two processors, as measured: by threads, then by busy processes beside them.
    private static let twoProcessors: [Int: [Int: Double]] = [
        2: [0: 10, 1: 19, 2: 21, 4: 876], 1: [0: 18, 1: 18, 2: 27, 4: 48],
    ]

    private struct Machine {
        var governor: ThreadGovernor
        var time: (_ threads: Int, _ neighbours: Int) -> Double
        var processors: Int
        var neighbours = 0
        private(set) var steps = 0
        private(set) var seconds = 0.0
        private(set) var settled: [Int] = []
        private(set) var changes = 0

        init(processors: Int, time: @escaping (Int, Int) -> Double) {
            governor = ThreadGovernor(most: processors)
            self.processors = processors
            self.time = time
        }

        /// In threads: all that want to run share the processors evenly.
        private var waiting: Double {
            let wanted = Double(governor.threads + neighbours)
            return Double(governor.threads) * max(0, 1 - Double(processors) / wanted)
        }

        /// Trains for so long and returns the mean milliseconds of a step.
        mutating func train(seconds length: Double) -> Double {
            let (stepsBefore, secondsBefore) = (steps, seconds)
            while seconds < secondsBefore + length {
                let step = time(governor.threads, neighbours) / 1000
                steps += 1
                seconds += step
                guard governor.observe(seconds: step), let change = governor.decide(waiting: waiting) else { continue }
                changes += 1
                if change.isSettled { settled.append(change.threads) }
            }
            return (seconds - secondsBefore) / Double(steps - stepsBefore) * 1000
        }
    }

    private func machine() -> Machine {
        Machine(processors: 2) { threads, neighbours in Self.twoProcessors[threads]?[neighbours] ?? .nan }
    }

    @Test func aloneNothingIsTried() {
        var machine = machine()
        let alone = machine.train(seconds: 600)
        #expect(abs(alone - 10) < 1e-6)
        #expect(machine.changes == 0)
    }

    @Test func besideManyItStepsBackAndComesForthAgain() {
        var machine = machine()
        _ = machine.train(seconds: 5)
        machine.neighbours = 4
        // The first steps are lost to finding out.
        _ = machine.train(seconds: 20)
        let beside = machine.train(seconds: 600)
        #expect(beside < 1.5 * 48)
        #expect(machine.governor.threads == 1)
        #expect(machine.settled == [1], "one notice, however often more threads were tried")
        machine.neighbours = 0
        _ = machine.train(seconds: 40)
        let after = machine.train(seconds: 60)
        #expect(abs(after - 10) < 1e-6)
        #expect(machine.settled == [1, 2])
    }

    @Test(arguments: [(1, 18.0), (2, 21.0)])
    func besideFewItStaysFair(neighbours: Int, fair: Double) {
        var machine = machine()
        machine.neighbours = neighbours
        let mean = machine.train(seconds: 600)
        #expect(mean < 1.5 * fair)
    }

    /// A run that begins beside others has never seen what a step takes undisturbed.
    @Test func aRunThatBeginsInTheThickOfIt() {
        var machine = machine()
        machine.neighbours = 4
        _ = machine.train(seconds: 20)
        let mean = machine.train(seconds: 600)
        #expect(mean < 1.5 * 48)
    }

    /// Sixteen threads beside one busy program: only one of them has to wait, and all wait for that one.
    @Test func oneThreadOfManyIsGivenUp() {
        var machine = Machine(processors: 16) { threads, neighbours in
            threads + neighbours > 16 ? 20 : 160 / Double(threads)
        }
        let alone = machine.train(seconds: 60)
        #expect(abs(alone - 10) < 1e-6)
        machine.neighbours = 1
        _ = machine.train(seconds: 20)
        let mean = machine.train(seconds: 300)
        #expect(mean < 160 / 15 * 1.2)
        #expect(machine.governor.threads == 15)
    }

    /// Slow steps alone say nothing: a larger image, a hotter processor.
    @Test func slowStepsWithoutWaitingChangeNothing() {
        var governor = ThreadGovernor(most: 4)
        for step in 0..<2000 where governor.observe(seconds: step < 1000 ? 0.01 : 0.5) {
            let change = governor.decide(waiting: 0)
            #expect(change == nil)
        }
        #expect(governor.threads == 4)
    }

    @Test func whereTheSystemDoesNotSayNothingIsTried() {
        var governor = ThreadGovernor(most: 4)
        for step in 0..<2000 where governor.observe(seconds: step < 1000 ? 0.01 : 0.5) {
            let change = governor.decide(waiting: nil)
            #expect(change == nil)
        }
    }

    @Test func oneProcessorHasNothingToDecide() {
        var governor = ThreadGovernor(most: 1)
        for _ in 0..<2000 {
            let isDue = governor.observe(seconds: 1)
            #expect(!isDue)
        }
    }

    @Test func oddTimesAreLeftOut() {
        var governor = ThreadGovernor(most: 2)
        for seconds in [Double.nan, .infinity, -1] {
            let isDue = governor.observe(seconds: seconds)
            #expect(!isDue)
        }
    }
}
