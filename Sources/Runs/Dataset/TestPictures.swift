import Datasets
import Foundation
import Networks
import Training

/// The images of a run's test pairs, from its data set as it is now.
public struct TestPictures: Sendable {
    /// What differs from what was, a sentence each; also where there are no images.
    public let remarks: [String]
    private let catalog: ImageCatalog?
    private let places: [String: Int]

    /// - Parameters:
    ///   - path: where the data set is now, if it has moved. Where it is not where it was and nobody says where it is, there are no pictures.
    ///   - otherwise: the command that does without pictures, for the error.
    /// - Throws: `RunError` where the data set holds other images now than those that were kept back.
    public init(of run: RunReader, at path: String? = nil, otherwise: String) throws {
        let pairs = run.manifest.description.testPairs
        do {
            if path == nil { _ = try RunDataset.find(run.manifest, at: nil) }
            let images =
                pairs.isEmpty
                ? nil
                : try EvaluationImages(
                    heldOutBy: run.manifest, run: run.folder, at: path, alternative: "leave the pictures out with \(otherwise)")
            catalog = images?.catalog
            remarks = images?.remarks ?? []
        } catch let error as RunError where error.isMissingInput && path == nil {
            catalog = nil
            remarks = ["pictures are left out: \(error)"]
        }
        let items = catalog?.items.enumerated().map { ($1.file, $0) } ?? []
        places = Dictionary(items) { first, _ in first }
    }

    /// - Returns: `nil` for an image that is not there any more, or cannot be read.
    public func image(_ file: String) -> DecodedImage? {
        places[file].flatMap { try? catalog?.decode($0) }
    }
}
