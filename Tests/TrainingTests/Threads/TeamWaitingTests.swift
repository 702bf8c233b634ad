import Foundation
import Testing

@testable import Training

@Suite struct TeamWaitingTests {
    @Test func theFirstLookKnowsNothingYet() throws {
        let waiting = TeamWaiting(threads: [Int32(getpid())])
        // Where the kernel does not count, nothing is ever known.
        guard FileManager.default.fileExists(atPath: "/proc/self/schedstat") else { return #expect(waiting.measure() == nil) }
        #expect(waiting.measure() == nil)
        Thread.sleep(forTimeInterval: 0.01)
        #expect(try #require(waiting.measure()) >= 0)
    }

    @Test(arguments: [[], [-1], [Int32.max], [Int32(getpid()), Int32.max]])
    func aThreadThatIsGoneIsNotKnown(threads: [Int32]) {
        let waiting = TeamWaiting(threads: threads)
        #expect(waiting.measure() == nil)
        #expect(waiting.measure() == nil)
    }
}
