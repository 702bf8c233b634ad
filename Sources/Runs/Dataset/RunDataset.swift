import Datasets
import Foundation
import Networks
import Training

/// A run's data set, opened as it is now. Every command that reads the images of a run finds them through this.
public struct RunDataset: Sendable {
    /// The run's folder, as a person called it.
    public let run: String
    /// Where the data set was found.
    public let path: String
    public let dataset: ImageDataset
    /// How it differs in the names of its classes and images; `nil` where the run kept no names to compare with.
    public let changes: DatasetChanges?

    /// - Parameters:
    ///   - run: its folder.
    ///   - path: where the data set is now, if it has moved.
    ///   - labels: what 1 means in a list of pairs, where the run does not know.
    /// - Throws: `RunError` where nothing is there, or it can no longer be read.
    public init(of manifest: RunManifest, run: String, at path: String? = nil, labels: PairLabels? = nil) throws {
        self.run = run
        self.path = try Self.find(manifest, at: path)
        do {
            dataset = try ImageDataset.open(self.path, labels: labels ?? manifest.data?.labels)
        } catch let error as DatasetError {
            throw RunError("the data set of \(run) can no longer be read: \(error)")
        }
        guard let record = manifest.data else {
            changes = nil
            return
        }
        changes = DatasetChanges(from: record.entries(), to: Self.entries(of: dataset.catalog, against: record))
    }

    /// Where a run's data set is: where a person says that it is, or where it was.
    ///
    /// - Throws: `RunError` where nothing is there.
    static func find(_ manifest: RunManifest, at path: String?) throws -> String {
        let expected = manifest.data?.path ?? manifest.description.dataset.path
        let place = path.map(AbsolutePath.of) ?? expected
        guard FileManager.default.fileExists(atPath: place) else {
            throw RunError(
                path == nil
                    ? "the run's data set \(place) is not there; say where it is with `--dataset DIR`"
                    : "\(place) does not exist; say with `--dataset DIR` where the run's data set is, which was \(expected)",
                isMissingInput: true)
        }
        return place
    }

    /// How many images that the run does not know are looked at.
    private static let mostUnknown = 4096

    /// What is there by name. New images that cannot be read are no change: such images were left out before, too. Those of new classes
    /// are looked at, so that a renamed class is known for what it is.
    private static func entries(of catalog: ImageCatalog, against record: DatasetRecord) -> [DatasetChanges.Entry] {
        let entries = record.entries()
        let (known, classes) = (Set(entries.map(Name.init)), Set(entries.map(\.className)))
        let names = catalog.items.indices.map { Name(catalog, $0) }
        let unknown = names.indices.filter { !known.contains(names[$0]) }.prefix(mostUnknown)
        let broken = Set(unknown.filter { (try? catalog.decode($0)) == nil })
        let ofNewClasses = unknown.filter { !classes.contains(names[$0].className) }
        let contents = catalog.contents(of: ofNewClasses, threads: Processors.usable)
        let contentOf = Dictionary(zip(ofNewClasses, contents)) { first, _ in first }
        return names.indices.filter { !broken.contains($0) }.map { place in
            let content = contentOf[place] ?? nil
            return DatasetChanges.Entry(className: names[place].className, file: names[place].file, content: content)
        }
    }
}

/// A class and an image of it.
struct Name: Hashable {
    let className: String
    let file: String

    init(className: String, file: String) {
        (self.className, self.file) = (className, file)
    }

    init(_ catalog: ImageCatalog, _ place: Int) {
        let item = catalog.items[place]
        className = catalog.classes[item.classIndex].path
        file = item.file
    }

    init(_ entry: DatasetChanges.Entry) {
        (className, file) = (entry.className, entry.file)
    }
}
