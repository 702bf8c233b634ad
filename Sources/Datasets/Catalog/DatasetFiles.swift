/// Files with one thing in common.
public struct FileGroup: Codable, Sendable, Equatable {
    /// Why they were left out, as words to be put behind the name of a file; or what is wrong with them.
    public let reason: String
    public let count: Int
    /// The first of them, at most `shown`, relative to the data set.
    public let first: [String]

    public static let shown = 3
}

/// What became of every file of a data set: each is either used or left out for one reason.
public struct FileAccount: Codable, Sendable, Equatable {
    /// All files at any depth, with links, devices and folders that cannot be opened, each counted once.
    public let files: Int
    /// Images, and lists, labels and annotations that tell about them.
    public let used: Int
    /// The most frequent reason first.
    public let leftOut: [FileGroup]
}

/// Every file of a data set, and what its layout said about those that hold no image.
struct DatasetFiles: Sendable {
    private let root: String
    private let trueRoot: String
    private let entries: [FolderTree.Entry]
    /// Files that are used without being images of the catalogue.
    private let companions: Set<ExactName>
    private let reasons: [ExactName: String]
    /// Why an image would be left out of which nothing else is known.
    private let unusedImage: String

    init(
        _ tree: FolderTree, companions: [String] = [], reasons: [BrokenFile] = [],
        unusedImage: String = LeftOutReason.outsideClasses
    ) {
        self.init(root: tree.root, entries: tree.entries, companions: companions, reasons: reasons, unusedImage: unusedImage)
    }

    /// Files that are named, each once, and no others: a list of pairs, and what it lists.
    init(root: String, named files: [String], companions: [String], reasons: [BrokenFile] = []) {
        var seen: Set<ExactName> = []
        let entries = (companions + files).filter { seen.insert(ExactName($0)).inserted }
            .map { FolderTree.Entry(name: $0, reason: nil) }
        self.init(root: root, entries: entries, companions: companions, reasons: reasons, unusedImage: LeftOutReason.unlisted)
    }

    private init(
        root: String, entries: [FolderTree.Entry], companions: [String], reasons: [BrokenFile], unusedImage: String
    ) {
        self.root = root
        trueRoot = PathBytes(root).resolved ?? root
        self.entries = entries
        self.companions = Set(companions.map(ExactName.init))
        self.reasons = Dictionary(reasons.map { (ExactName($0.file), $0.reason) }) { first, _ in first }
        self.unusedImage = unusedImage
    }

    /// - Parameter catalog: what is left when files that cannot be decoded are gone.
    func account(of catalog: ImageCatalog) -> FileAccount {
        let used = companions.union(catalog.items.map { ExactName(fromRoot($0.location.file)) })
        let broken = Dictionary(catalog.broken.map { (ExactName(fromRoot($0.file)), $0.reason) }) { first, _ in first }
        // Of a box that cannot be cut out the file is broken, where no other box of it is used.
        let boxes = Dictionary(
            catalog.broken.compactMap { file in
                file.file.lastIndex(of: "[").map { (ExactName(fromRoot(String(file.file[..<$0]))), file.reason) }
            }
        ) { first, _ in first }
        var usedCount = 0
        var groups: [String: (count: Int, first: [String])] = [:]
        for entry in entries {
            let name = ExactName(fromRoot(entry.name))
            if entry.reason == nil, used.contains(name) {
                usedCount += 1
                continue
            }
            let reason =
                entry.reason ?? broken[name] ?? boxes[name] ?? reasons[name]
                ?? LeftOutReason.ofUnused(path(entry.name), image: unusedImage)
            groups[reason, default: (0, [])].count += 1
            if groups[reason, default: (0, [])].first.count < FileGroup.shown {
                groups[reason]?.first.append(entry.name)
            }
        }
        return FileAccount(
            files: entries.count, used: usedCount,
            leftOut: groups.map { FileGroup(reason: $0.key, count: $0.value.count, first: $0.value.first) }
                .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) })
    }

    /// Lists may call a file `./a.png`, `b/../a.png`, or by its whole path.
    private func fromRoot(_ name: String) -> String {
        var name = name
        for prefix in [root, trueRoot] where name.hasPrefix("/") && name.hasPrefix(prefix + "/") {
            name = String(name.dropFirst(prefix.count + 1))
        }
        guard !name.hasPrefix("/"), name.hasPrefix(".") || name.contains("/.") || name.contains("//") else { return name }
        var folders: [Substring] = []
        for part in name.split(separator: "/") where part != "." {
            if part == "..", let last = folders.last, last != ".." { folders.removeLast() } else { folders.append(part) }
        }
        return folders.joined(separator: "/")
    }

    private func path(_ name: String) -> String { name.hasPrefix("/") ? name : root + "/" + name }
}

/// A name that is the same only byte by byte. Strings are equal where their accents are composed in different ways, but files are not.
struct ExactName: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ name: String) {
        bytes = Array(name.utf8)
    }
}
