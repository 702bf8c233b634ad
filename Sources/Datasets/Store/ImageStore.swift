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

    /// Items of the catalogue that was given which are not in `catalog`, ascending.
    private let removed: [Int]

    /// Files that could not be decoded; `catalog` names them too, with those that were no use before.
    public let broken: [BrokenFile]
    /// Files that were read although something is wrong with them, by what is wrong.
    public let flaws: [FileGroup]
    /// Of each item of `catalog`.
    public let sketches: [PictureSketch?]

    /// - Parameters:
    ///   - memoryLimit: bytes that the kept images may take.
    ///   - progress: called from one thread at a time, about a hundred times, with the number of images done and of all.
    /// - Throws: `DatasetError` where the shape is no image's, or fewer than `leastClasses` remain: two, but where pairs are listed
    ///   and no classes are needed to make any.
    public init(
        catalog: ImageCatalog, shape: TensorShape, threads: Int = 2, memoryLimit: Int = 2 << 30, leastClasses: Int = 2,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        let resizer = try Resizer(shape: shape)
        let count = catalog.items.count
        let room = min(count, max(0, memoryLimit) / shape.count)
        let slots = CacheSlots(items: count, room: room)
        let cache = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, room * shape.count))
        let parts = DisjointParts(cache, partCount: shape.count)
        let flawed = FlawTally()
        let sketched = SketchTally(images: count)
        let failures = catalog.decodeAll(threads: threads, progress: progress) { item, image in
            flawed.note(image, item)
            let slot = Int(slots[item])
            guard slot >= 0 else { return sketched.note(image, item) }
            resizer.write(image, into: parts[slot])
            // The small image serves as well, and takes less time.
            sketched.note(DecodedImage(planes: Array(parts[slot]), shape: shape), item)
        }
        let cleaned = catalog.removing(failures)
        guard cleaned.classes.count >= leastClasses else {
            cache.deallocate()
            guard !failures.isEmpty else {
                let names = cleaned.classes.map { "\"\($0.path)\"" }.joined()
                throw DatasetError(
                    "\(catalog.root) holds \(names.isEmpty ? "no images" : "one class, \(names)"); impostor pairs need images of at least two"
                )
            }
            let first = cleaned.broken.first.map { ": \($0.file) \($0.reason)" } ?? ""
            throw DatasetError(
                "fewer than two classes in \(catalog.root) have images that can be read; \(cleaned.broken.count) \(Sentence.noun("file is", "files are", count: cleaned.broken.count)) broken\(first)"
            )
        }
        self.catalog = cleaned
        flaws = flawed.groups(in: catalog)
        broken = Array(cleaned.broken.dropFirst(catalog.broken.count))
        removed = failures.keys.sorted()
        self.shape = shape
        self.resizer = resizer
        self.cache = cache
        let left = (0..<count).filter { failures[$0] == nil }
        self.slots = left.map { slots[$0] }
        sketches = sketched.of(left)
        cachedCount = self.slots.count { $0 >= 0 }
    }

    deinit {
        cache.deallocate()
    }

    /// Pairs of the catalogue that was given, as pairs of `catalog`; those with a broken image are left out.
    public func surviving(_ pairs: [ImagePair]) -> [ImagePair] {
        guard !removed.isEmpty else { return pairs }
        return pairs.compactMap { pair in
            guard let left = place(of: pair.left), let right = place(of: pair.right) else { return nil }
            return ImagePair(left: left, right: right, same: pair.same)
        }
    }

    private func place(of item: Int) -> Int? {
        let before = removed.prefix { $0 < item }.count
        return before < removed.count && removed[before] == item ? nil : item - before
    }

    /// Gives the planes `[C, H, W]` of an image, 0 to 255.
    /// - Throws: `DatasetError` where the file has vanished since.
    public func withPlanes<Result>(of item: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws -> Result {
        let slot = Int(slots[item])
        if slot >= 0 {
            return try body(UnsafeBufferPointer(rebasing: cache[slot * shape.count..<(slot + 1) * shape.count]))
        }
        return try resizer.bytes(from: catalog.decode(item)).withUnsafeBufferPointer(body)
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
