import Foundation

/// One aligned allocation, zero at first. Freed with the last reference.
final class Region {
    /// A cache line, which is also the widest vector.
    static let alignment = 64

    let base: UnsafeMutableRawPointer
    let byteCount: Int
    private let allocation: UnsafeMutableRawPointer

    init(byteCount: Int) throws {
        // calloc leaves large memory to the system, which zeroes a page when it is first used.
        guard let allocation = calloc(1, byteCount + 2 * Region.alignment) else {
            throw EngineError("there is no memory for \(byteCount >> 20) MB; use a smaller batch or a smaller input")
        }
        self.allocation = allocation
        self.byteCount = byteCount
        base = allocation + (Region.alignment - Int(bitPattern: allocation) % Region.alignment) % Region.alignment
    }

    deinit { free(allocation) }

    static func aligned(_ byteCount: Int) -> Int { (byteCount + alignment - 1) / alignment * alignment }
}
