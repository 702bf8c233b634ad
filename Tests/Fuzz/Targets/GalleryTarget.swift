import Datasets
import Engine
import Foundation
import MetricLearning
import Networks
import Runs

extension Target {
    /// The embeddings that `twinscope search` keeps of a gallery.
    static let gallery = Target(
        name: "gallery", corpus: ["gallery.safetensors"], place: { _ in cacheFile },
        companions: files + ["a/1.png", "a/2.png", "b/1.png", "b/2.png", "c.png"].map { ("gallery/" + $0, "bits.png") },
        isText: true,
        crafted: { [nested("gallery.safetensors", "[", 100_000)] },
        read: { scratch, _, _ in
            let gallery = scratch + "/gallery"
            let catalog = try ImageCatalog.images(at: [gallery])
            // Fresh for what the corpus was made of, so that its embeddings count.
            for item in catalog.items.indices { setTime(of: catalog.path(of: item)) }
            do {
                let model = try TrainedModel(opening: scratch + "/run", threads: 1, batch: 2)
                var cache = GalleryCache(
                    for: gallery, in: scratch + "/" + cacheFile, of: .init(weights: "best", place: "gallery"),
                    columns: model.embeddingSize)
                let embedded = try cache.embed(catalog, with: model) { _, _ in }
                guard embedded.embeddings.rows == catalog.items.count else {
                    throw Session.Finding(sentence: "lost \(catalog.items.count - embedded.embeddings.rows) images of a gallery")
                }
                _ = NearestNeighbours(gallery: embedded.embeddings, distance: model.manifest.description.distance)
                    .nearest(to: embedded.embeddings.row(0), count: 3)
                _ = NearDuplicates.groups(of: embedded.embeddings, by: .euclidean, below: 0.1)
            } catch let error as EngineError {
                throw RunError(error.description)
            }
        })

    private static let cacheFile = "run/cache/gallery.safetensors"

    private static func setTime(of path: String) {
        let time = timespec(tv_sec: 1_000_000_000, tv_nsec: 0)
        utimensat(AT_FDCWD, path, [time, time], 0)
    }
}
