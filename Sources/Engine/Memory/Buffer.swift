/// Bytes whose place is settled once a plan is complete. A transient one shares its place with others that are not in use at the
/// same time; a persistent one keeps its own.
final class Buffer {
    let byteCount: Int
    let isPersistent: Bool
    private(set) var pointer: UnsafeMutableRawPointer?
    /// The steps that use it, first and last.
    private(set) var lifetime: ClosedRange<Int>?
    private var region: Region?
    private var followers: [(UnsafeMutableRawPointer) throws -> Void] = []

    init(byteCount: Int, isPersistent: Bool) {
        self.byteCount = byteCount
        self.isPersistent = isPersistent
    }

    /// A region of its own, which lives as long as the buffer.
    convenience init(_ region: Region) {
        self.init(at: region.base, byteCount: region.byteCount)
        self.region = region
    }

    /// Bytes that have their place already, and are kept alive by the caller.
    convenience init(at pointer: UnsafeMutableRawPointer, byteCount: Int) {
        self.init(byteCount: byteCount, isPersistent: true)
        self.pointer = pointer
    }

    /// Notes that the step with this number uses the bytes.
    func touch(_ step: Int) {
        lifetime = lifetime.map { min($0.lowerBound, step)...max($0.upperBound, step) } ?? step...step
    }

    /// Calls `follow` with the place now, or as soon as there is one.
    func follow(_ follow: @escaping (UnsafeMutableRawPointer) throws -> Void) throws {
        if let pointer { try follow(pointer) }
        followers.append(follow)
    }

    func place(at pointer: UnsafeMutableRawPointer) throws {
        self.pointer = pointer
        for follower in followers { try follower(pointer) }
    }
}
