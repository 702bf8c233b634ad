import Foundation
import Testing

@testable import Datasets

struct ConcurrencyTests {
    private struct Trouble: Error, Equatable {
        let number: Int
    }

    @Test(arguments: [1, 2, 5, 40])
    func everyNumberIsDoneOnceAndTheFirstErrorIsThrown(threads: Int) throws {
        var done = [Int](repeating: 0, count: 20)
        done.withUnsafeMutableBufferPointer {
            let parts = DisjointParts($0, partCount: 1)
            concurrently(20, threads: threads) { number in parts[number][0] += 1 }
        }
        #expect(done == Array(repeating: 1, count: 20))
        #expect(throws: Trouble(number: 6)) {
            try concurrently(20, threads: threads) { number in
                if number % 7 == 6 { throw Trouble(number: number) }
            }
        }
    }

    @Test func progressIsToldAboutAHundredTimesAndAtTheEnd() {
        for (total, most) in [(7, 7), (100, 100), (19_280, 102)] {
            let told = Told()
            var counter = ProgressCounter(total: total) { done, _ in told.append(done) }
            for _ in 0..<total { counter.countOne() }
            #expect(told.numbers.last == total && told.numbers.count <= most)
            #expect(told.numbers == told.numbers.sorted())
        }
    }

    private final class Told: @unchecked Sendable {
        var numbers: [Int] = []

        func append(_ number: Int) { numbers.append(number) }
    }
}
