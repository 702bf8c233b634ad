import COneDNN

/// A layout over a buffer: what primitives read and write. Owns the handle, keeps the buffer alive.
final class Memory {
    let layout: Layout
    let buffer: Buffer
    let handle: OpaquePointer

    init(_ layout: Layout, _ buffer: Buffer, _ context: Context) throws {
        self.layout = layout
        self.buffer = buffer
        let handle = try created("a memory", layer: "\(layout.dimensions)") {
            onednn_memory_create(context.handle, layout.handle, nil, &$0)
        }
        self.handle = handle
        try buffer.follow { pointer in
            try check(onednn_memory_move(handle, pointer), "moving a memory", layer: "arena")
        }
    }

    deinit { onednn_memory_destroy(handle) }

    /// The values, where the layout is plain float32 and the buffer has its place.
    var floats: UnsafeMutableBufferPointer<Float> {
        let count = layout.bytes / MemoryLayout<Float>.stride
        return UnsafeMutableBufferPointer(start: buffer.pointer?.assumingMemoryBound(to: Float.self), count: count)
    }
}
