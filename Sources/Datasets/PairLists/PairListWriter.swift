import Foundation

/// Writes pairs of a catalogue for other programs, and for `ImageDataset.open`.
public struct PairListWriter: Sendable {
    private let catalog: ImageCatalog
    private let pairs: [ImagePair]

    public init(_ catalog: ImageCatalog, _ pairs: [ImagePair]) {
        self.catalog = catalog
        self.pairs = pairs
    }

    /// Writes `left,right,same` with 1 for genuine pairs, the paths relative to the list.
    /// - Throws: `DatasetError` where an image is a part of a file, or the list cannot be written.
    public func writeTable(to path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let files = try catalog.items.indices.map { item in
            guard catalog.items[item].location.part == nil else {
                throw DatasetError(
                    "a list of pairs cannot name \(catalog.items[item].file), which is a part of a file; write folders instead")
            }
            return Self.quoted(Self.relative(URL(fileURLWithPath: catalog.path(of: item)), to: folder))
        }
        let lines = pairs.map { "\(files[$0.left]),\(files[$0.right]),\($0.same ? 1 : 0)\n" }
        try write(Array(("left,right,same\n" + lines.joined()).utf8), to: path)
    }

    /// Writes copies of the images as `similar_all_images/similar_I_first.png` with `similar_I_second.png`, and `dissimilar_...`.
    public func writeFolders(to folder: String) throws {
        if let found = try? FileManager.default.contentsOfDirectory(atPath: folder), !found.isEmpty {
            throw DatasetError("\(folder) is not empty; give a new folder for the pairs")
        }
        for same in [true, false] {
            let word = same ? "similar" : "dissimilar"
            for (number, pair) in pairs.filter({ $0.same == same }).enumerated() {
                for (half, item) in [("first", pair.left), ("second", pair.right)] {
                    try copy(item, to: "\(folder)/\(word)_all_images/\(word)_\(number)_\(half)")
                }
            }
        }
    }

    /// A file is copied as it is, a part of one is written as PNG.
    private func copy(_ item: Int, to stem: String) throws {
        if catalog.items[item].location.part != nil {
            try write(PNGEncoder.encode(catalog.decode(item)), to: stem + ".png")
            return
        }
        let path = catalog.path(of: item)
        do {
            let bytes = try FileBytes.read(path, limit: ImageDecoder.maximumFileBytes)
            let format = ImageFormat(firstBytes: bytes.prefix(ImageFormat.signatureLength))
            try write(bytes, to: "\(stem).\(format?.fileExtension ?? "png")")
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error)")
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        do {
            let url = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        } catch {
            throw DatasetError("\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    private static func relative(_ file: URL, to folder: URL) -> String {
        let from = folder.resolvingSymlinksInPath().pathComponents
        let to = file.resolvingSymlinksInPath().pathComponents
        let common = zip(from, to).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: from.count - common) + to[common...]).joined(separator: "/")
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
