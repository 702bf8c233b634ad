import COneDNN
import Foundation

/// Numbers in a layout, in memory that this object or an arena owns.
final class Memory {
    let handle: dnnl_memory_t
    let layout: Layout
    /// Where the numbers are, padding of blocks included.
    let floats: UnsafeMutableBufferPointer<Float>
    private let owner: AnyObject

    /// New zeroed memory; blocks padded with zeros must stay so.
    convenience init(_ layout: Layout, on device: Device) throws {
        try self.init(layout, at: AlignedBuffer(byteCount: layout.byteCount), on: device)
    }

    convenience init(_ layout: Layout, at buffer: AlignedBuffer, on device: Device) throws {
        try self.init(layout, at: buffer.start, owner: buffer, on: device)
    }

    /// Memory that lies within something else, which is kept alive.
    init(_ layout: Layout, at start: UnsafeMutableRawPointer, owner: AnyObject, on device: Device) throws {
        var handle: dnnl_memory_t?
        try check(layout.withPointer { dnnl_memory_create(&handle, $0, device.engine, start) }, "making room")
        guard let handle else { throw EngineError("oneDNN gave no memory") }
        self.handle = handle
        self.layout = layout
        self.owner = owner
        floats = UnsafeMutableBufferPointer(
            start: start.assumingMemoryBound(to: Float.self), count: layout.byteCount / MemoryLayout<Float>.size)
    }

    deinit {
        dnnl_memory_destroy(handle)
    }

    /// The same numbers, seen through another layout of the same size.
    func viewed(as layout: Layout, on device: Device) throws -> Memory {
        guard let start = floats.baseAddress else { return self }
        return try Memory(layout, at: UnsafeMutableRawPointer(start), owner: owner, on: device)
    }
}

/// Zeroed bytes that start on a page of their own. Pages that are never written cost nothing.
final class AlignedBuffer {
    let start: UnsafeMutableRawPointer
    let byteCount: Int

    init(byteCount: Int) throws {
        self.byteCount = max(64, byteCount)
        let mapped = mmap(nil, self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped, mapped != MAP_FAILED else {
            throw EngineError("there is no memory for \(byteCount >> 20) MiB more; use a smaller batch or network")
        }
        start = mapped
    }

    deinit {
        munmap(start, byteCount)
    }
}
