/// What a data set held when a run was made of it: every image by name and content, in its class and in the part of the split that it
/// was in. By it a data set is known again, wherever it lies and whatever has become of it.
public struct DatasetRecord: Codable, Sendable, Equatable {
    /// Images of one class that are in one part.
    public struct Class: Codable, Sendable, Equatable {
        /// The groups and the name of the class.
        public var name: String
        /// What the names of all its images begin with, up to the last slash; empty where they have nothing in common.
        public var folder: String
        /// Without the folder.
        public var images: [String]
        /// Of each image.
        public var bytes: [Int]
        public var hashes: [ContentHash]

        /// The images' names from the root of the data set, with what they were.
        public var files: [(name: String, content: ImageContent)] {
            images.indices.map { (folder + images[$0], ImageContent(bytes: bytes[$0], hash: hashes[$0])) }
        }
    }

    /// An absolute path: of a folder, a list or an IDX file.
    public var path: String
    public var layout: DatasetLayout
    /// What 1 means in a list of pairs, where a person had to say so.
    public var labels: PairLabels?
    /// Of a list of pairs: which images it pairs, and how.
    public var pairs: ContentHash?
    public var training: [Class]
    public var validation: [Class]
    public var test: [Class]

    /// - Parameters:
    ///   - dataset: as it was opened.
    ///   - catalog: its images that can be read.
    ///   - images: of each part, class by class, as places in the catalogue's items.
    /// - Throws: `DatasetError` where an image vanishes meanwhile.
    public init(
        _ dataset: ImageDataset, _ catalog: ImageCatalog, images: (ClassSplit.Part) -> [[Int]], threads: Int
    ) throws {
        path = dataset.path
        layout = dataset.layout
        labels = dataset.labels
        pairs = dataset.isListOfPairs ? Self.hash(of: dataset.pairs, in: dataset.catalog) : nil
        let contents = catalog.contents(of: Array(catalog.items.indices), threads: threads)
        func classes(_ part: ClassSplit.Part) throws -> [Class] {
            try images(part).filter { !$0.isEmpty }.map { try Class(places: $0, in: catalog, contents) }
        }
        training = try classes(.training)
        validation = try classes(.validation)
        test = try classes(.test)
    }

    private static func hash(of pairs: [ImagePair], in catalog: ImageCatalog) -> ContentHash {
        let lines = pairs.map { "\(catalog.items[$0.left].file)\t\(catalog.items[$0.right].file)\t\($0.same)\n" }
        return ContentHash(Array(lines.joined().utf8))
    }

    public func classes(of part: ClassSplit.Part) -> [Class] {
        switch part {
        case .training: training
        case .validation: validation
        case .test: test
        }
    }

    /// Whether another one is of the same images in the same parts, wherever they lie.
    public func holdsTheSame(as other: DatasetRecord) -> Bool {
        pairs == other.pairs && training == other.training && validation == other.validation && test == other.test
    }

    /// Whether every image has a size and a hash, as a file that somebody changed may not have it.
    public var isPlausible: Bool {
        ClassSplit.Part.allCases.allSatisfy { part in
            classes(of: part).allSatisfy { entry in
                entry.bytes.count == entry.images.count && entry.hashes.count == entry.images.count
                    && entry.bytes.allSatisfy { $0 >= 0 }
            }
        }
    }
}

extension DatasetRecord.Class {
    fileprivate init(places: [Int], in catalog: ImageCatalog, _ contents: [ImageContent?]) throws {
        let files = places.map { catalog.items[$0].file }
        name = catalog.classes[catalog.items[places[0]].classIndex].path
        let folder = Self.commonFolder(of: files)
        self.folder = folder
        images = files.map { String($0.dropFirst(folder.count)) }
        let known = try places.map { place in
            guard let content = contents[place] else {
                throw DatasetError("\(catalog.path(of: place)) has just vanished; begin again")
            }
            return content
        }
        bytes = known.map(\.bytes)
        hashes = known.map(\.hash)
    }

    /// With its slash.
    static func commonFolder(of files: [String]) -> String {
        guard var folder = files.first?[...] else { return "" }
        while !folder.isEmpty {
            folder = folder.dropLast()
            while let last = folder.last, last != "/" { folder = folder.dropLast() }
            if files.allSatisfy({ $0.hasPrefix(folder) }) { break }
        }
        return String(folder)
    }
}
