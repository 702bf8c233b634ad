/// What a data set holds: images, each of one class, and the classes in their groups. Nothing is decoded yet.
public struct ImageCatalog: Sendable, Equatable {
    public struct Item: Sendable, Hashable {
        /// Relative to the root.
        public let file: String
        public let classIndex: Int

        public init(file: String, classIndex: Int) {
            self.file = file
            self.classIndex = classIndex
        }
    }

    public struct ClassInfo: Sendable, Hashable {
        public let name: String
        /// The folders above the class, outermost first: an alphabet, for a character.
        public let groups: [String]
        /// Where its images are in `ImageCatalog.items`.
        public let items: Range<Int>

        public init(name: String, groups: [String], items: Range<Int>) {
            self.name = name
            self.groups = groups
            self.items = items
        }

        /// The groups and the name, as a path.
        public var title: String { (groups + [name]).joined(separator: "/") }
    }

    /// A file that is not used, and why, as words to be put behind its name.
    public struct BrokenFile: Sendable, Hashable {
        public let file: String
        public let reason: String

        public init(file: String, reason: String) {
            self.file = file
            self.reason = reason
        }
    }

    public let root: String
    /// Ordered by class; the same folder gives the same order everywhere.
    public let items: [Item]
    public let classes: [ClassInfo]
    public let broken: [BrokenFile]

    /// Builds a catalogue from classes with their files; classes without files are left out.
    public init(root: String, classes: [(groups: [String], name: String, files: [String])], broken: [BrokenFile] = []) {
        self.root = root
        self.broken = broken
        var items: [Item] = []
        var infos: [ClassInfo] = []
        for (groups, name, files) in classes where !files.isEmpty {
            let start = items.count
            items += files.map { Item(file: $0, classIndex: infos.count) }
            infos.append(ClassInfo(name: name, groups: groups, items: start..<items.count))
        }
        self.items = items
        self.classes = infos
    }

    /// Where an item's file is.
    public func path(of item: Int) -> String {
        root + "/" + items[item].file
    }

    /// The same without some items, which join the broken files; classes that become empty vanish.
    public func removing(_ reasons: [Int: String]) -> ImageCatalog {
        guard !reasons.isEmpty else { return self }
        let kept = classes.map { info in
            (groups: info.groups, name: info.name, files: info.items.filter { reasons[$0] == nil }.map { items[$0].file })
        }
        let removed = reasons.sorted { $0.key < $1.key }.map { BrokenFile(file: items[$0.key].file, reason: $0.value) }
        return ImageCatalog(root: root, classes: kept, broken: broken + removed)
    }
}
