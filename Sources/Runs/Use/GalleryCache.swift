import Datasets
import Foundation
import MetricLearning
import Networks

/// Embeddings of a folder's images, kept in the run's folder: an image is embedded again when its size or its time of change, or the
/// checkpoint, is another one. A gallery's images are the right ones of pairs, which matters where twins have weights of their own.
public struct GalleryCache {
    /// What a cache is of; one of anything else counts as empty.
    public struct Subject: Sendable, Hashable {
        /// The checkpoint and the program that embeds.
        public var weights: String
        /// Where the gallery is, from the root.
        public var place: String

        public init(weights: String, place: String) {
            self.weights = weights
            self.place = place
        }
    }

    private let file: String
    private let gallery: String
    private let subject: Subject
    private var kept: [String: Entry] = [:]

    private struct Entry {
        let stamp: String
        let embedding: [Float]
    }

    /// What lies in the file's metadata, an entry a row.
    private struct Index: Codable {
        var names: [String]
        var stamps: [String]
    }

    /// The cache of a gallery in the run's folder.
    public init(for gallery: String, model: TrainedModel) {
        let place = URL(fileURLWithPath: gallery).standardizedFileURL.resolvingSymlinksInPath().path
        let checkpoint = FileStamp(of: "\(model.folder)/checkpoints/\(model.weights.kind.rawValue).safetensors")
        self.init(
            for: gallery,
            in: "\(model.folder)/cache/gallery-\(String(Checksum.crc32(Data(place.utf8)), radix: 16)).safetensors",
            of: Subject(
                weights: "\(Version.current) \(model.weights.kind.rawValue) \(model.weights.step) \(checkpoint)", place: place),
            columns: model.embeddingSize)
    }

    /// - Parameters:
    ///   - gallery: the folder as the catalogue's files begin.
    ///   - file: where the cache is kept.
    ///   - columns: the dimension of an embedding.
    public init(for gallery: String, in file: String, of subject: Subject, columns: Int) {
        self.gallery = gallery
        self.file = file
        self.subject = subject
        read(columns: columns)
    }

    /// A cache that is damaged, or of other weights, counts as empty.
    private mutating func read(columns: Int) {
        guard let (tensors, metadata) = try? Safetensors.read(file), metadata["weights"] == subject.weights,
            metadata["gallery"] == subject.place,
            let index = metadata["index"].flatMap({ try? JSONDecoder().decode(Index.self, from: Data($0.utf8)) }),
            let tensor = tensors["embeddings"], tensor.shape == [index.names.count, columns],
            index.stamps.count == index.names.count
        else { return }
        for (row, name) in index.names.enumerated() {
            kept[name] = Entry(stamp: index.stamps[row], embedding: Array(tensor.values[row * columns..<(row + 1) * columns]))
        }
    }

    /// The images' embeddings, from the cache where they are there and have not changed.
    public mutating func embed(
        _ catalog: ImageCatalog, with model: TrainedModel, progress: (Int, Int) -> Void
    ) throws -> EmbeddedCatalog {
        // Relative to the gallery, so that it may be named from another folder.
        let names = catalog.items.map { String($0.file.dropFirst(gallery.count)) }
        let stamps = catalog.items.indices.map { FileStamp(of: catalog.path(of: $0)).description }
        let isFresh = zip(names, stamps).map { kept[$0]?.stamp == $1 }
        var reasons: [Int: String] = [:]
        let stale = isFresh.indices.filter { !isFresh[$0] }
        if !stale.isEmpty {
            let part = ImageCatalog(
                root: catalog.root,
                classes: [ImageCatalog.ClassFiles(name: "", locations: stale.map { catalog.items[$0].location })])
            try model.embed(part, side: .right) { items, embeddings, broken in
                for (row, item) in items.enumerated() {
                    let original = stale[item]
                    if let reason = broken[item] {
                        reasons[original] = reason
                    } else {
                        kept[names[original]] = Entry(stamp: stamps[original], embedding: Array(embeddings.row(row)))
                    }
                }
                progress(items.upperBound, stale.count)
            }
        }
        let readable = names.indices.filter { reasons[$0] == nil }
        let values = readable.flatMap { kept[names[$0]]?.embedding ?? [] }
        let embedded = EmbeddedCatalog(catalog, removing: reasons, values: values, columns: model.embeddingSize)
        let isChanged = !stale.isEmpty || kept.count != readable.count
        if isChanged { write(Index(names: readable.map { names[$0] }, stamps: readable.map { stamps[$0] }), embedded.embeddings) }
        return embedded
    }

    /// A run that cannot be written to is searched all the same, only not faster the next time.
    private func write(_ index: Index, _ embeddings: Matrix) {
        guard let json = try? JSONEncoder().encode(index) else { return }
        var tensors = ParameterSet()
        tensors["embeddings"] = Tensor(shape: [embeddings.rows, embeddings.columns], values: embeddings.values)
        try? FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try? Safetensors.write(
            tensors,
            metadata: ["weights": subject.weights, "gallery": subject.place, "index": String(decoding: json, as: UTF8.self)],
            to: file)
    }
}

/// A file's size and time of change.
private struct FileStamp: CustomStringConvertible {
    let description: String

    init(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else {
            description = "absent"
            return
        }
        description = "\(info.st_size) \(info.st_mtim.tv_sec).\(info.st_mtim.tv_nsec)"
    }
}
