import Dispatch
import Foundation
import Networks

/// The images of a data set at a network's input size, a byte a value, ready to be written into batches.
///
/// Every file is decoded once on several threads; what cannot be decoded is named, counted and left out. As many images as the
/// memory limit allows are kept, evenly spread over the classes; the others are decoded again whenever they are needed.
/// Safe from any thread: nothing changes after `init`.
public final class ImageStore: @unchecked Sendable {
    /// The catalogue that was given, without the files that are broken.
    public let catalog: ImageCatalog
    public let shape: TensorShape
    /// How many images are kept in memory.
    public let cachedCount: Int

    private let resizer: Resizer
    private let cache: UnsafeMutableBufferPointer<UInt8>
    /// Per item: its place in the cache, -1 for none.
    private let slots: [Int32]

    public var broken: [ImageCatalog.BrokenFile] { catalog.broken }

    /// - Parameters:
    ///   - memoryLimit: bytes that the kept images may take.
    ///   - progress: called from one thread at a time with the number of images done and the number of all.
    /// - Throws: `DatasetError` where the shape is no image's, or fewer than two classes remain.
    public init(
        _ catalog: ImageCatalog, shape: TensorShape, threads: Int = 2, memoryLimit: Int = 2 << 30,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        let resizer = try Resizer(shape: shape)
        let count = catalog.items.count
        let room = min(count, memoryLimit / shape.count)
        let slots = CacheSlots(items: count, room: room)
        let cache = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, room * shape.count))
        let pass = DecodingPass(catalog: catalog, resizer: resizer, slots: slots, cache: cache, progress: progress)
        let failures = pass.run(threads: max(1, threads))

        let cleaned = catalog.removing(failures)
        guard cleaned.classes.count > 1 else {
            cache.deallocate()
            let first = cleaned.broken.first.map { ": \($0.file) \($0.reason)" } ?? ""
            throw DatasetError(
                "fewer than two classes in \(catalog.root) have images that can be read; \(cleaned.broken.count) files are broken\(first)"
            )
        }
        self.catalog = cleaned
        self.shape = shape
        self.resizer = resizer
        self.cache = cache
        self.slots = (0..<count).filter { failures[$0] == nil }.map { slots[$0] }
        cachedCount = self.slots.count { $0 >= 0 }
    }

    deinit {
        cache.deallocate()
    }

    /// Gives the planes `[C, H, W]` of an image, 0 to 255.
    /// - Throws: `DatasetError` where the file has vanished since.
    public func withPlanes<Result>(of item: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws -> Result {
        let slot = Int(slots[item])
        if slot >= 0 {
            return try body(UnsafeBufferPointer(rebasing: cache[slot * shape.count..<(slot + 1) * shape.count]))
        }
        return try resizer.bytes(from: ImageDecoder.decode(contentsOf: catalog.path(of: item))).withUnsafeBufferPointer(body)
    }

    /// Writes an image as floats `[C, H, W]`.
    /// - Parameter values: room for `shape.count` values.
    public func write(
        _ item: Int, into values: UnsafeMutableBufferPointer<Float>, normalization: PixelNormalization
    ) throws {
        let plane = shape.height * shape.width
        try withPlanes(of: item) { planes in
            for channel in 0..<shape.channels {
                let scale = 1 / (255 * normalization.deviation[channel])
                let offset = -normalization.mean[channel] / normalization.deviation[channel]
                for index in channel * plane..<(channel + 1) * plane {
                    values[index] = Float(planes[index]) * scale + offset
                }
            }
        }
    }
}

/// Which items are kept: `room` of them, evenly spread.
private struct CacheSlots {
    let items: Int
    let room: Int

    subscript(item: Int) -> Int32 {
        let slot = item * room / items
        return (item + 1) * room / items > slot ? Int32(slot) : -1
    }
}

/// Decodes all images of a catalogue into the cache, thread by thread every n-th of them.
private final class DecodingPass: @unchecked Sendable {
    private let catalog: ImageCatalog
    private let resizer: Resizer
    private let slots: CacheSlots
    /// Threads write to the places of different items only.
    private let cache: UnsafeMutableBufferPointer<UInt8>
    private let progress: (@Sendable (Int, Int) -> Void)?
    private let lock = NSLock()
    private var failures: [Int: String] = [:]
    private var done = 0

    init(
        catalog: ImageCatalog, resizer: Resizer, slots: CacheSlots, cache: UnsafeMutableBufferPointer<UInt8>,
        progress: (@Sendable (Int, Int) -> Void)?
    ) {
        self.catalog = catalog
        self.resizer = resizer
        self.slots = slots
        self.cache = cache
        self.progress = progress
    }

    func run(threads: Int) -> [Int: String] {
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for item in stride(from: thread, to: catalog.items.count, by: threads) { decode(item) }
        }
        return failures
    }

    private func decode(_ item: Int) {
        var failure: String?
        do {
            let image = try ImageDecoder.decode(FileBytes.read(catalog.path(of: item), limit: ImageDecoder.maximumFileBytes))
            let slot = Int(slots[item])
            let size = resizer.shape.count
            if slot >= 0 {
                resizer.write(image, into: UnsafeMutableBufferPointer(rebasing: cache[slot * size..<(slot + 1) * size]))
            }
        } catch {
            failure = "\(error)"
        }
        lock.withLock {
            failures[item] = failure
            done += 1
            progress?(done, catalog.items.count)
        }
    }
}
