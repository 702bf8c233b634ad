import Foundation

/// What a data set holds, counted by reading every image: for a person before training, and for `--json`.
public struct DatasetSurvey: Codable, Sendable, Equatable {
    public struct Size: Codable, Sendable, Hashable {
        public let width: Int
        public let height: Int
        public let images: Int
    }

    public struct Pairs: Codable, Sendable, Hashable {
        public let genuine: Int
        public let impostor: Int
        public let folds: Int
        /// Left out, since a file is missing.
        public let dropped: Int
    }

    public let layout: DatasetLayout
    public let path: String
    /// That can be read.
    public let images: Int
    public let classes: Int
    /// Distinct groups of classes (alphabets); 0 where classes are in none.
    public let groups: Int
    public let fewestImagesInClass: Int
    public let medianImagesInClass: Int
    public let mostImagesInClass: Int
    /// The most frequent first.
    public let sizes: [Size]
    /// Grey images and colour images.
    public let greyImages: Int
    public let colourImages: Int
    /// Images by the format of their file.
    public let formats: [String: Int]
    public let broken: [BrokenFile]
    /// What the data set lists itself; `nil` where pairs are made from classes.
    public let pairs: Pairs?
    /// What became of every file; `nil` where the data set was not read from files.
    public let files: FileAccount?
    /// Files that were read although something is wrong with them, by what is wrong.
    public let flaws: [FileGroup]?
    /// Where the data set's own folders are the split: its parts.
    public let split: [SplitPart]?
    /// What is, or is likely to be, wrong.
    public let findings: [DatasetFinding]?

    /// A part of a split that the data set's folders make.
    public struct SplitPart: Codable, Sendable, Equatable {
        public let folders: [String]
        public let images: Int
        public let classes: Int
    }

    /// Reads every image on several threads.
    /// - Parameter progress: called from one thread at a time, about a hundred times, with the number of images done and of all.
    public init(_ dataset: ImageDataset, threads: Int = 2, progress: (@Sendable (Int, Int) -> Void)? = nil) {
        let catalog = dataset.catalog
        let tally = SurveyTally()
        let flawed = FlawTally()
        let sketches = SketchTally(images: catalog.items.count)
        let failures = catalog.decodeAll(threads: threads, progress: progress) { item, image in
            flawed.note(image, item)
            sketches.note(image, item)
            tally.add(image, format: catalog.formatName(of: item))
        }
        let readable = catalog.removing(failures)
        let counts = readable.classes.map(\.items.count).sorted()
        layout = dataset.layout
        path = catalog.root
        images = readable.items.count
        classes = readable.classes.count
        groups = Set(readable.classes.map(\.groups).filter { !$0.isEmpty }).count
        fewestImagesInClass = counts.first ?? 0
        medianImagesInClass = counts.isEmpty ? 0 : counts[counts.count / 2]
        mostImagesInClass = counts.last ?? 0
        sizes = tally.sizes.map { Size(width: $0.key[0], height: $0.key[1], images: $0.value) }
            .sorted { ($1.images, $0.width, $0.height) < ($0.images, $1.width, $1.height) }
        greyImages = tally.greyImages
        colourImages = images - tally.greyImages
        formats = tally.formats
        broken = readable.broken
        files = dataset.files?.account(of: readable)
        flaws = flawed.groups(in: catalog)
        split = readable.splitFolders.map { readable.parts(of: $0) }
        findings =
            dataset.isListOfPairs
            ? [dataset.contradiction].compactMap(\.self)
            : DatasetReview(
                readable, sketches: sketches.of(catalog.items.indices.filter { failures[$0] == nil }), threads: threads
            ).surveyFindings
        let genuine = dataset.pairs.count { $0.same }
        pairs =
            dataset.pairs.isEmpty && dataset.droppedPairs == 0
            ? nil
            : Pairs(
                genuine: genuine, impostor: dataset.pairs.count - genuine, folds: Set(dataset.folds).count,
                dropped: dataset.droppedPairs)
    }
}

extension DatasetReview {
    /// With what crosses the parts of the folders' split, where there is one and it can be trained on.
    fileprivate var surveyFindings: [DatasetFinding] {
        guard let folders = catalog.splitFolders else { return findings }
        do {
            return findings(for: try ClassSplit(foldersOf: catalog, folders, validation: 0, seed: 0))
        } catch {
            return findings + [DatasetFinding(.warning, "\(error)")]
        }
    }
}

extension ImageCatalog {
    fileprivate func parts(of folders: SplitFolders) -> [DatasetSurvey.SplitPart] {
        ClassSplit.Part.allCases.filter(folders.has).map { part in
            let images = items.filter { folders.part(ofFile: $0.location.file) == part }
            return DatasetSurvey.SplitPart(
                folders: folders.folders(of: part), images: images.count, classes: Set(images.map(\.classIndex)).count)
        }
    }

    fileprivate func formatName(of item: Int) -> String {
        if case .record = items[item].location.part { return "IDX" }
        return ImageFormat(firstBytes: FileBytes.prefix(path(of: item), count: ImageFormat.signatureLength))?.rawValue
            ?? "unknown"
    }
}

/// Safe from any thread: everything is behind the lock.
private final class SurveyTally: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var sizes: [[Int]: Int] = [:]
    private(set) var greyImages = 0
    private(set) var formats: [String: Int] = [:]

    func add(_ image: DecodedImage, format: String) {
        lock.withLock {
            sizes[[image.width, image.height], default: 0] += 1
            formats[format, default: 0] += 1
            if image.channels == 1 { greyImages += 1 }
        }
    }
}
