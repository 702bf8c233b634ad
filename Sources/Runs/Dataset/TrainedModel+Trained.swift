import Datasets
import Training

extension TrainedModel {
    /// Which of some files are images that the run was trained on, whatever they are called: what it says of them tells little about other
    /// images. None for a run that did not keep what its images were.
    public func trainedImages(among files: [String]) -> Set<String> {
        guard let record = manifest.data else { return [] }
        let trained = Set(record.training.flatMap(\.hashes))
        return Set(files.filter { file in (try? ImageContent(contentsOf: file)).map { trained.contains($0.hash) } ?? false })
    }
}
