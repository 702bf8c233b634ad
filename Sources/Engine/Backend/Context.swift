import COneDNN

/// The processor and its stream of work. Owns the handle.
final class Context {
    let handle: OpaquePointer
    /// Set while somebody measures the steps of plans.
    var stopwatch: Stopwatch?

    private let threads: Int32

    /// - Parameter threads: the size of oneDNN's team; primitives are built for it, so it is set before anything else.
    init(threads: Int) throws {
        self.threads = Int32(clamping: max(1, threads))
        _ = onednn_set_threads(self.threads)
        handle = try created("a context", layer: "engine") { onednn_context_create(&$0) }
    }

    /// Gives the calling thread a team of the size that primitives were built for: a larger one would write beyond their scratchpads.
    /// Each thread has a team of its own, and another engine may have set its size.
    func claimTeam() { _ = onednn_set_threads(threads) }

    deinit { onednn_context_destroy(handle) }
}

/// Calls one of the door's functions that make something, and unwraps what it made.
func created(
    _ call: @autoclosure () -> String, layer: @autoclosure () -> String, _ make: (inout OpaquePointer?) -> Int32
) throws -> OpaquePointer {
    var result: OpaquePointer?
    try check(make(&result), call(), layer: layer())
    guard let result else { throw EngineError("\(layer()): oneDNN made nothing for \(call())") }
    return result
}
