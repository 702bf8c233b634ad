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
func concurrently(_ count: Int, threads: Int, _ body: @Sendable (Int) throws -> Void) throws {
    guard threads > 1, count > 1 else {
        for index in 0..<count { try body(index) }
        return
    }
    let failure = FirstFailure()
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { thread in
        for index in stride(from: thread, to: count, by: threads) {
            do {
                try body(index)
            } catch {
                failure.note(error, at: index)
            }
        }
    }
    try failure.rethrow()
}

private final class FirstFailure: @unchecked Sendable {
    private let lock = NSLock()
    private var first: (index: Int, error: any Error)?

    func note(_ error: any Error, at index: Int) {
        lock.withLock {
            if first.map({ index < $0.index }) ?? true { first = (index, error) }
        }
    }

    func rethrow() throws {
        if let first { throw first.error }
    }
}
