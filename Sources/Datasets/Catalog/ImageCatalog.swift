/// What a data set holds: images, each of one class, and the classes in their groups. Nothing is decoded yet.
public struct ImageCatalog: Sendable, Equatable {
    public struct Item: Sendable, Hashable {
        public let location: ImageLocation
        public let classIndex: Int

        public init(location: ImageLocation, classIndex: Int) {
            self.location = location
            self.classIndex = classIndex
        }

        /// What it is called: its file relative to the root, with the part where it is a part.
        public var file: String { location.description }
    }

    /// A class with its images, for building a catalogue.
    public struct ClassFiles: Sendable {
        public var groups: [String]
        public var name: String
        public var locations: [ImageLocation]

        public init(groups: [String] = [], name: String, locations: [ImageLocation]) {
            self.groups = groups
            self.name = name
            self.locations = locations
        }

        public init(groups: [String] = [], name: String, files: [String]) {
            self.init(groups: groups, name: name, locations: files.map { ImageLocation(file: $0) })
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

        /// The groups and the name.
        public var path: String { (groups + [name]).joined(separator: "/") }
    }

    public let root: String
    /// Ordered by class; the same folder gives the same order everywhere.
    public let items: [Item]
    public let classes: [ClassInfo]
    public let broken: [BrokenFile]

    /// Folders that are parts of a split, and no groups and no classes.
    public let splitFolders: SplitFolders?

    /// Files of records, by name, that items may be parts of.
    let records: [String: IDXImages]

    /// Builds a catalogue from classes with their files; classes without files are left out.
    public init(root: String, classes: [ClassFiles], broken: [BrokenFile] = []) {
        self.init(root: root, classes: classes, broken: broken, records: [:])
    }

    init(
        root: String, classes: [ClassFiles], broken: [BrokenFile], records: [String: IDXImages], splitFolders: SplitFolders? = nil
    ) {
        self.root = root
        self.broken = broken
        self.splitFolders = splitFolders
        self.records = records
        var items: [Item] = []
        var infos: [ClassInfo] = []
        for entry in classes where !entry.locations.isEmpty {
            let start = items.count
            items += entry.locations.map { Item(location: $0, classIndex: infos.count) }
            infos.append(ClassInfo(name: entry.name, groups: entry.groups, items: start..<items.count))
        }
        self.items = items
        self.classes = infos
    }

    /// The same without some items, which join the broken files; classes that become empty vanish.
    public func removing(_ reasons: [Int: String]) -> ImageCatalog {
        guard !reasons.isEmpty else { return self }
        let kept = classes.map { info in
            ClassFiles(
                groups: info.groups, name: info.name,
                locations: info.items.filter { reasons[$0] == nil }.map { items[$0].location })
        }
        let removed = reasons.sorted { $0.key < $1.key }.map { BrokenFile(file: items[$0.key].file, reason: $0.value) }
        return ImageCatalog(root: root, classes: kept, broken: broken + removed, records: records, splitFolders: splitFolders)
    }
}
