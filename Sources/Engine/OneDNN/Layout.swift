import COneDNN

/// How numbers lie in memory: plain, or in the blocks that a primitive wants.
final class Layout {
    let descriptor: dnnl_memory_desc_t

    init(_ descriptor: dnnl_memory_desc_t) {
        self.descriptor = descriptor
    }

    /// Row-major f32.
    static func plain(_ dimensions: [Int]) throws -> Layout {
        var descriptor = dnnl_memory_desc_t()
        try check(
            shim_plain_layout(&descriptor, Int32(dimensions.count), dimensions.map(Int64.init)), "describing \(dimensions)")
        return Layout(descriptor)
    }

    var byteCount: Int { withUnsafePointer(to: descriptor) { dnnl_memory_desc_get_size($0) } }

    func isSame(as other: Layout) -> Bool {
        withUnsafePointer(to: descriptor) { own in
            withUnsafePointer(to: other.descriptor) { dnnl_memory_desc_equal(own, $0) != 0 }
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<dnnl_memory_desc_t>) throws -> Result) rethrows -> Result {
        try withUnsafePointer(to: descriptor, body)
    }
}
