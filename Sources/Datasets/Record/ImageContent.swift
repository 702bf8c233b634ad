/// What an image is, whatever it is called: the size of its file and the hash of its bytes.
///
/// Of an image that is a part of a file: of a record its bytes; of a box the whole file's, with the box in the hash.
public struct ImageContent: Codable, Sendable, Hashable {
    public let bytes: Int
    public let hash: ContentHash

    public init(bytes: Int, hash: ContentHash) {
        self.bytes = bytes
        self.hash = hash
    }

    init(of bytes: [UInt8]) {
        self.init(bytes: bytes.count, hash: ContentHash(bytes))
    }

    /// Of a file, or of a part of one as catalogues call it.
    /// - Throws: `DatasetError` that begins with a verb, to be put behind the name of the file.
    public init(contentsOf file: String) throws {
        self = try StoredImage(file).content()
    }

    func part(_ box: PixelBox) -> ImageContent {
        ImageContent(bytes: bytes, hash: ContentHash(Array("\(hash) \(box)".utf8)))
    }
}

extension ImageCatalog {
    /// What some of the images are, in their order; `nil` for what cannot be read. A file that holds several images is read once.
    public func contents(of places: [Int], threads: Int) -> [ImageContent?] {
        var files: [(file: String, places: [Int])] = []
        var fileOfName: [String: Int] = [:]
        for (index, place) in places.enumerated() {
            let location = items[place].location
            if case .record = location.part {
                files.append((location.file, [index]))
                continue
            }
            if let known = fileOfName[location.file] {
                files[known].places.append(index)
            } else {
                fileOfName[location.file] = files.count
                files.append((location.file, [index]))
            }
        }
        let results = UnsafeMutableBufferPointer<ImageContent?>.allocate(capacity: max(1, places.count))
        defer { results.deallocate() }
        results.initialize(repeating: nil)
        // Each place is written by the thread that has its file.
        let slots = DisjointParts(results, partCount: 1)
        let work = files
        concurrently(work.count, threads: threads) { number in
            let indices = work[number].places
            let whole = content(ofFileOf: places[indices[0]])
            for index in indices {
                slots[index][0] = if case .box(let box) = items[places[index]].location.part { whole?.part(box) } else { whole }
            }
        }
        return Array(results.prefix(places.count))
    }

    private func content(ofFileOf place: Int) -> ImageContent? {
        if case .record(let number) = items[place].location.part {
            return (try? records[items[place].location.file]?.image(number)).map { ImageContent(of: $0.pixels) }
        }
        return try? ImageContent(contentsOf: path(of: place))
    }
}
