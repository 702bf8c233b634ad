import Networks

/// What is, or is likely to be, wrong with a data set: one thing as two classes, one image twice.
public struct DatasetFinding: Codable, Sendable, Hashable {
    /// How sure it is, and so what training does about it.
    public enum Severity: String, Codable, Sendable {
        /// Certain, and figures would be wrong: training refuses.
        case error
        /// Likely, or of consequence only where it is meant otherwise: training tells it and goes on.
        case warning
        case information
    }

    public let severity: Severity
    /// A sentence.
    public let message: String

    public init(_ severity: Severity, _ message: String) {
        self.severity = severity
        self.message = message
    }
}

/// Looks at the names of classes, at the bytes of images, and at sketches of them. Nothing is decoded.
public struct DatasetReview: Sendable {
    let catalog: ImageCatalog
    public let copies: ImageCopies
    private let sketches: [PictureSketch?]

    /// - Parameter sketches: of each image, where they were decoded before.
    public init(_ catalog: ImageCatalog, sketches: [PictureSketch?] = [], threads: Int = 2) {
        self.catalog = catalog
        self.sketches = sketches
        copies = ImageCopies(in: catalog, threads: threads)
    }

    /// What can be said without knowing how the data set is split.
    public var findings: [DatasetFinding] { copyFindings + pictureFindings() + nameFindings }

    /// The same, and what crosses the parts of a split.
    public func findings(for split: ClassSplit) -> [DatasetFinding] {
        guard !copies.areMost(of: catalog) else { return findings }
        let leaks: [DatasetFinding] = [
            (ClassSplit.Part.training, ClassSplit.Part.test, DatasetFinding.Severity.error),
            (.training, .validation, .warning), (.validation, .test, .warning),
        ].compactMap { one, other, severity in
            let shared = copies.shared(by: one, other, of: split, in: catalog)
            guard let first = shared.first else { return nil }
            let sameClass = shared.allSatisfy { catalog.items[$0[0]].classIndex == catalog.items[$0[1]].classIndex }
            let remedy =
                sameClass ? "remove one of each, or say `--split-by pair`, which keeps copies in one part" : "remove one of each"
            return DatasetFinding(
                severity,
                "the same bytes are in \(one) and in \(other): \(names(first))\(more(shared.count, "such pair", "such pairs")); \(remedy)"
            )
        }
        return leaks + copyFindings + pictureFindings(split) + nameFindings
    }

    // MARK: Pictures

    /// Pictures that are likely to be in two classes, or in two parts of a split. What is the same byte by byte is told elsewhere.
    private func pictureFindings(_ split: ClassSplit? = nil) -> [DatasetFinding] {
        guard !copies.areMost(of: catalog) else { return [] }
        var parts = [Int: ClassSplit.Part]()
        for part in split == nil ? [] : ClassSplit.Part.allCases {
            for place in split?.images(of: part, in: catalog).joined() ?? [].joined() { parts[place] = part }
        }
        let group = Dictionary(copies.groups.enumerated().flatMap { number, items in items.map { ($0, number) } }) { first, _ in
            first
        }
        let pairs = PictureCopies(sketches) { one, other in
            guard group[one] == nil || group[one] != group[other] else { return false }
            return label(one) != label(other) || parts[one] != parts[other]
        }.pairs
        // Among many simple drawings a few are as near to each other by chance.
        func severity(_ pairs: [[Int]]) -> DatasetFinding.Severity {
            200 * pairs.count >= catalog.items.count ? .warning : .information
        }
        let crossing = pairs.filter { parts[$0[0]] != parts[$0[1]] }
        let across = pairs.filter { label($0[0]) != label($0[1]) }
        var findings: [DatasetFinding] = []
        if let first = crossing.first.map({ pair in pair.sorted { rank(parts[$0]) < rank(parts[$1]) } }),
            let one = parts[first[0]], let other = parts[first[1]]
        {
            findings.append(
                DatasetFinding(
                    severity(crossing),
                    "one picture, encoded again or in another size, is likely to be in \(one) and in \(other): \(names(first))\(more(crossing.count, "such pair", "such pairs")); remove one of each"
                ))
        }
        if let first = across.first {
            findings.append(
                DatasetFinding(
                    severity(across),
                    "one picture, encoded again or in another size, is likely to be in two classes: \(names(first))\(more(across.count, "such pair", "such pairs")); an impostor pair of them shows one thing"
                ))
        }
        return findings
    }

    private func rank(_ part: ClassSplit.Part?) -> Int { part.flatMap(ClassSplit.Part.allCases.firstIndex) ?? -1 }

    // MARK: Copies

    private var copyFindings: [DatasetFinding] {
        if copies.areMost(of: catalog), let first = copies.groups.first {
            let count = copies.groups.reduce(0) { $0 + $1.count }
            return [
                DatasetFinding(
                    .warning,
                    "all images are alike: \(count) of \(catalog.items.count) are copies, byte by byte (\(names(first))); no network can tell them apart"
                )
            ]
        }
        let across = copies.groups.filter { Set($0.map { catalog.items[$0].classIndex }).count > 1 }
        let within = copies.groups.filter { Set($0.map { catalog.items[$0].classIndex }).count == 1 }
        var findings: [DatasetFinding] = []
        if let group = across.first, let other = group.first(where: { label($0) != label(group[0]) }) {
            findings.append(
                DatasetFinding(
                    .warning,
                    "the same bytes are in two classes: \(names([group[0], other]))\(more(across.count, "such image", "such images")); an impostor pair of them shows one thing"
                ))
        }
        if let group = within.first {
            findings.append(
                DatasetFinding(
                    .information,
                    "\(names(group)) are the same bytes in one class\(more(within.count, "such image", "such images")); a genuine pair of them says nothing"
                ))
        }
        return findings
    }

    private func label(_ item: Int) -> Int { catalog.items[item].classIndex }

    private func names(_ items: [Int]) -> String { items.prefix(2).map { catalog.items[$0].file }.joined(separator: " and ") }

    private func more(_ count: Int, _ one: String, _ many: String) -> String {
        count > 1 ? ", and \(count - 1) more \(Sentence.noun(one, many, count: count - 1))" : ""
    }

    // MARK: Names

    private var nameFindings: [DatasetFinding] { likelyCopies ?? repeatedNames ?? [] }

    /// Classes that are likely to show what another class shows, since the folders above are called like parts of a split or like copies
    /// of one another.
    private var likelyCopies: [DatasetFinding]? {
        guard
            let repeated = classesThatShare({ info in
                info.groups.compactMap(DerivedFolderName.removedOfGroup) + [info.name].compactMap(DerivedFolderName.removed)
            })
        else { return nil }
        return [
            DatasetFinding(
                .warning,
                "\(names(ofClasses: repeated[0])) are likely to be one class in two folders\(more(repeated.count, "such class", "such classes")): one is called like a copy of the other or like a part of a split; leave one of the folders out if they show the same things"
            )
        ]
    }

    /// Names that are in several groups. That may be meant (`character01` in every alphabet) or not (people in folders for each day), and
    /// only a person knows.
    private var repeatedNames: [DatasetFinding]? {
        guard DatasetLayout(naming: catalog) != .omniglot, let repeated = classesThatShare({ [$0.name] }) else { return nil }
        let isNumbered = repeated.allSatisfy { catalog.classes[$0[0]].name.last?.isNumber == true }
        return [
            DatasetFinding(
                isNumbered ? .information : .warning,
                "\(repeated.count == 1 ? "1 class name repeats" : "\(repeated.count) class names repeat") across groups, as \(names(ofClasses: repeated[0])), and each is taken for another class; put the images of one thing into one folder if they show the same things"
            )
        ]
    }

    /// Classes with the same key, at least two each, in the order of the first.
    private func classesThatShare(_ key: (ImageCatalog.ClassInfo) -> [String]) -> [[Int]]? {
        let byKey = Dictionary(grouping: catalog.classes.indices) { key(catalog.classes[$0]) }
        let shared = byKey.filter { !$0.key.isEmpty && $0.value.count > 1 }.map(\.value).sorted { $0[0] < $1[0] }
        return shared.isEmpty ? nil : shared
    }

    private func names(ofClasses classes: [Int]) -> String {
        classes.prefix(2).map { "\"\(catalog.classes[$0].path)\"" }.joined(separator: " and ")
    }
}

/// Names that people and programs give to folders of what was made of other images, or to parts of a split.
enum DerivedFolderName {
    private static let words: Set<String> = [
        "thumb", "thumbs", "thumbnail", "thumbnails", "preview", "previews", "small", "smaller", "tiny", "resized", "resize",
        "scaled",
        "downscaled", "rescaled", "cropped", "crop", "crops", "aug", "augmented", "augmentation", "augmentations", "flipped",
        "flip",
        "rotated", "mirrored", "grayscale", "greyscale", "copy", "copies", "backup", "bak", "original", "originals", "orig",
        "processed",
        "preprocessed", "normalized", "lowres", "highres", "hires", "blurred", "noisy",
    ]

    /// What folders are called that say no more than that there are images in them.
    private static let fillers: Set<String> = [
        "images", "image", "img", "imgs", "photos", "photo", "pictures", "pics", "data", "dataset", "raw", "full", "set", "all",
    ]

    /// The same of a folder above classes, of which also `images` and `images_128` say nothing about what is in them.
    static func removedOfGroup(_ folder: String) -> String? {
        guard !SplitFolderName.isMentioned(in: folder), let rest = removed(folder) else { return nil }
        let words = rest.lowercased().split { !$0.isLetter }
        return !words.isEmpty && words.allSatisfy { fillers.contains(String($0)) } ? nil : rest
    }

    /// A folder's name without what says that it is derived; `nil` where nothing else is in it.
    static func removed(_ folder: String) -> String? {
        guard SplitFolderName(folder) == nil else { return nil }
        let parts = folder.split(whereSeparator: { "_- .".contains($0) })
        let kept = parts.filter { !words.contains($0.lowercased()) && !isSize($0) }
        // A name of such words alone is one of a derived folder; a number alone is a name.
        if kept.isEmpty {
            return parts.contains { words.contains($0.lowercased()) } || parts.contains(where: isSize) ? nil : folder
        }
        return kept.count == parts.count ? folder : kept.joined(separator: "_")
    }

    /// `64x64`, `128px`.
    private static func isSize(_ word: Substring) -> Bool {
        let word = word.lowercased()
        if word.hasSuffix("px") { return word.count > 2 && word.dropLast(2).allSatisfy(\.isNumber) }
        let sides = word.split(separator: "x", omittingEmptySubsequences: false)
        return sides.count == 2 && sides.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
    }
}
