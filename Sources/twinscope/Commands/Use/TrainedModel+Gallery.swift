import Datasets
import Runs

extension TrainedModel {
    /// A folder's images with their embeddings, from the run's cache as far as they are there. Tells a person how far it is, and what
    /// cannot be read.
    func embed(gallery: String, _ catalog: ImageCatalog) throws -> EmbeddedCatalog {
        defer { Output.clearProgress() }
        var cache = GalleryCache(for: gallery, model: self)
        let embedded = try cache.embed(catalog, with: self) { done, all in
            Output.progress("Embedding the images: \(done.grouped) of \(all.grouped)")
        }
        Output.clearProgress()
        Output.note(leftOut: embedded.catalog.broken)
        return embedded
    }
}
