import Dispatch
import Foundation

/// Memory in equal parts that different threads may write to, each part by one of them.
struct DisjointParts<Value>: @unchecked Sendable {
    private let memory: UnsafeMutableBufferPointer<Value>
    private let partCount: Int

    init(_ memory: UnsafeMutableBufferPointer<Value>, partCount: Int) {
        self.memory = memory
        self.partCount = partCount
    }

    subscript(part: Int) -> UnsafeMutableBufferPointer<Value> {
        UnsafeMutableBufferPointer(rebasing: memory[part * partCount..<(part + 1) * partCount])
    }
}

/// Calls `body` for `0 ..< count` on several threads, thread by thread every n-th number, and waits for all.
/// - Throws: of the errors that were thrown, the one with the lowest number.
func concurrently<Failure: Error>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) throws(Failure) -> Void
) throws(Failure) {
    guard threads > 1, count > 1 else {
        for index in 0..<count { try body(index) }
        return
    }
    let failure = FirstFailure<Failure>()
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { thread in
        for index in stride(from: thread, to: count, by: threads) {
            do throws(Failure) {
                try body(index)
            } catch {
                failure.note(error, at: index)
            }
        }
    }
    if let error = failure.error { throw error }
}

/// Notes are safe from any thread: they are behind the lock. `error` is read when all threads are done.
private final class FirstFailure<Failure: Error>: @unchecked Sendable {
    private let lock = NSLock()
    private var first: (index: Int, error: Failure)?

    var error: Failure? { first?.error }

    func note(_ error: Failure, at index: Int) {
        lock.withLock {
            if first.map({ index < $0.index }) ?? true { first = (index, error) }
        }
    }
}
