import Foundation

/// A data set as it was recognised: its images and classes, and the pairs that it lists itself, if it does.
public struct ImageDataset: Sendable {
    public let layout: DatasetLayout
    public let catalog: ImageCatalog
    /// Pairs that the data set lists; empty where pairs are made from classes.
    public let pairs: [ImagePair]
    /// Per listed pair, the fold of a cross-validation that it belongs to; empty where there are none.
    public let folds: [Int]
    /// Listed pairs that were left out, since a file of theirs is missing.
    public let droppedPairs: Int
    /// Every file of the data set; `nil` where it was not read from files.
    var files: DatasetFiles?
    /// Where it lies, absolute: a folder, a list or an IDX file.
    public private(set) var path: String
    /// What 1 was said to mean in its list of pairs.
    public private(set) var labels: PairLabels?

    init(
        layout: DatasetLayout, catalog: ImageCatalog, pairs: [ImagePair] = [], folds: [Int] = [], droppedPairs: Int = 0,
        files: DatasetFiles? = nil
    ) {
        self.files = files
        self.layout = layout
        self.catalog = catalog
        self.pairs = pairs
        self.folds = folds
        self.droppedPairs = droppedPairs
        path = AbsolutePath.of(catalog.root)
    }

    /// Classes, without any listed pairs.
    public init(_ catalog: ImageCatalog) {
        self.init(layout: DatasetLayout(naming: catalog), catalog: catalog)
    }

    /// Whether pairs are all that is known: then it is trained on them. Lists beside class folders only tell how to judge.
    public var isListOfPairs: Bool { layout == .pairList || layout == .pairFolders }

    /// Impostor pairs of images that genuine pairs link to each other, directly or through others; 0 where nothing but classes is known.
    private var linkedImpostors: Int {
        guard isListOfPairs else { return 0 }
        return pairs.count { !$0.same && catalog.items[$0.left].classIndex == catalog.items[$0.right].classIndex }
    }

    /// What is odd about a list whose genuine and impostor pairs cannot both be of things that stay the same.
    public var contradiction: DatasetFinding? {
        let linked = linkedImpostors
        guard linked > 0 else { return nil }
        let impostors = pairs.count { !$0.same }
        let all = catalog.classes.count == 1 ? "the genuine pairs link all \(catalog.items.count) images to each other, so " : ""
        return DatasetFinding(
            .warning,
            all
                + "\(linked) of \(impostors) impostor pairs are of images that genuine pairs link: either being the same does not carry over in this data, as among relatives, or its labels mean the opposite (--labels one-is-different)"
        )
    }

    /// Recognises what lies at a path: a folder in one of the layouts, a list of pairs, or an IDX file.
    ///
    /// - Parameters:
    ///   - labels: what 1 means in a list of pairs that does not say so itself.
    ///   - allowsSingleImages: whether class folders may hold one image: nothing can be learned from it, but to judge by it is one more
    ///     image to be told apart from.
    /// - Throws: `DatasetError` where nothing is recognised, or what was recognised cannot be used.
    public static func open(_ path: String, labels: PairLabels? = nil, allowsSingleImages: Bool = false) throws -> ImageDataset {
        var dataset = try recognize(path, labels: labels, allowsSingleImages: allowsSingleImages)
        dataset.path = AbsolutePath.of(path)
        dataset.labels = labels
        return dataset
    }

    private static func recognize(_ path: String, labels: PairLabels?, allowsSingleImages: Bool) throws -> ImageDataset {
        switch FileKind(at: path) {
        case .missing:
            throw DatasetError(
                "\(path) does not exist; give a data set's folder, a list of pairs or an IDX file", isMissingInput: true)
        case .file: return try openFile(path, labels: labels)
        case .folder, .other: break
        }
        let tree = try FolderTree(path)
        return try PairList.read(tree, labels: labels) ?? PairFolders.read(tree) ?? IDXLayout.read(tree) ?? PascalVOC.read(tree)
            ?? FacesInTheWild.read(tree)
            ?? classFolders(tree, allowsSingleImages: allowsSingleImages)
    }

    private static func openFile(_ path: String, labels: PairLabels?) throws -> ImageDataset {
        if IDXFile.isLikely(path) { return try IDXLayout.read(imagesFile: path) }
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case "csv", "tsv", "json": return try PairList.read(path, labels: labels)
        default:
            throw DatasetError(
                "\(path) is no data set that is known; give a folder, a list of pairs (.csv, .tsv, .json) or an IDX file of images"
            )
        }
    }

    private static func classFolders(_ tree: FolderTree, allowsSingleImages: Bool) throws -> ImageDataset {
        let catalog = try ImageCatalog(tree, allowsSingleImages: allowsSingleImages)
        return ImageDataset(layout: DatasetLayout(naming: catalog), catalog: catalog, files: DatasetFiles(tree))
    }
}

/// The ways that people lay out data sets.
public enum DatasetLayout: String, Codable, Sendable, CaseIterable {
    case classFolders = "class-folders"
    case omniglot
    case orl
    case facesInTheWild = "lfw"
    case pairFolders = "pair-folders"
    case pairList = "pair-list"
    case idx
    case pascalVOC = "pascal-voc"

    /// What it is, for people.
    public var title: String {
        switch self {
        case .classFolders: "class folders"
        case .omniglot: "Omniglot: ALPHABET/characterNN/NNNN_MM.png"
        case .orl: "ORL (AT&T) faces: sN/M.pgm"
        case .facesInTheWild: "Labeled Faces in the Wild: NAME/NAME_NNNN.jpg with pairs.txt or people.txt"
        case .pairFolders:
            "two folders of pairs: similar_I_first and similar_I_second, dissimilar_I_first and dissimilar_I_second"
        case .pairList: "a list of pairs"
        case .idx: "IDX files, as MNIST has them"
        case .pascalVOC: "Pascal VOC annotations: every object's box is an image"
        }
    }

    /// Class folders are told apart by what they are called; nothing depends on it but the description.
    init(naming catalog: ImageCatalog) {
        func all(_ matches: (ImageCatalog.ClassInfo) -> Bool) -> Bool { catalog.classes.allSatisfy(matches) }
        if all({ !$0.groups.isEmpty && $0.name.isNumbered(after: "character") }) {
            self = .omniglot
        } else if all({ $0.groups.isEmpty && $0.name.isNumbered(after: "s") }),
            catalog.items.allSatisfy({ $0.file.hasSuffix(".pgm") })
        {
            self = .orl
        } else {
            self = .classFolders
        }
    }
}

extension String {
    /// A word and then nothing but digits.
    fileprivate func isNumbered(after word: String) -> Bool {
        hasPrefix(word) && count > word.count && dropFirst(word.count).allSatisfy { $0.isASCII && $0.isNumber }
    }
}
