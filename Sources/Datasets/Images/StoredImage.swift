import Synchronization

/// An image by its path alone: a file, or the part of a file that a catalogue calls `FILE[145]` (a record) or `FILE[65,5 50x50]` (a box).
struct StoredImage {
    let location: ImageLocation

    /// - Parameter path: a file that is really called like a part is that file.
    init(_ path: String) {
        location = Self.part(path).map { ImageLocation(file: $0.file, part: $0.part) } ?? ImageLocation(file: path)
    }

    private static func part(_ path: String) -> (file: String, part: ImageLocation.Part)? {
        guard path.hasSuffix("]"), let bracket = path.lastIndex(of: "["), FileKind(at: path) == .missing else { return nil }
        let numbers = path[path.index(after: bracket)...].dropLast().split(omittingEmptySubsequences: false) {
            ", x".contains($0)
        }
        .map { Int($0) }
        let file = String(path[..<bracket])
        switch numbers.compactMap(\.self) {
        case let known where known.count != numbers.count: return nil
        case let record where record.count == 1: return (file, .record(record[0]))
        case let box where box.count == 4:
            return (file, .box(PixelBox(x: box[0], y: box[1], width: box[2], height: box[3])))
        default: return nil
        }
    }

    /// - Throws: `DatasetError` that begins with a verb, to be put behind the name of the file.
    func decoded() throws -> DecodedImage {
        switch location.part {
        case nil: try ImageDecoder.decode(bytes(), named: location.file)
        case .box(let box): try ImageDecoder.decode(bytes(), named: location.file, turnsUpright: false).cropped(to: box)
        case .record(let number): try RecordFiles.images(location.file).image(number)
        }
    }

    /// What it is: the same as the catalogue's that it is of.
    func content() throws -> ImageContent {
        switch location.part {
        case nil: ImageContent(of: try bytes())
        case .box(let box): ImageContent(of: try bytes()).part(box)
        case .record(let number): ImageContent(of: try RecordFiles.images(location.file).image(number).pixels)
        }
    }

    private func bytes() throws -> [UInt8] { try FileBytes.read(location.file, limit: ImageDecoder.maximumFileBytes) }
}

/// Caches the record file that was read last: its images are usually read one after another, and reading the file is slow.
private enum RecordFiles {
    private struct Read {
        let path: String
        let length: Int?
        let images: IDXImages
    }

    private static let last = Mutex<Read?>(nil)

    static func images(_ path: String) throws -> IDXImages {
        let length = FileBytes.length(path)
        if let read = last.withLock({ $0 }), read.path == path, read.length == length { return read.images }
        let images = try IDXImages(IDXFile(contentsOf: path))
        last.withLock { $0 = Read(path: path, length: length, images: images) }
        return images
    }
}
