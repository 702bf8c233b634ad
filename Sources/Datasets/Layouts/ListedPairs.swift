/// Pairs of files as a data set lists them, before they are places in a catalogue.
struct ListedPair {
    var left: String
    var right: String
    var same: Bool
    var fold: Int?
}

extension ImageDataset {
    /// Makes a data set of listed pairs alone. Images that genuine pairs link are one class; an image that only impostor pairs know
    /// is a class of its own.
    init(layout: DatasetLayout, root: String, listed: [ListedPair], broken: [BrokenFile] = [], files: DatasetFiles? = nil) {
        var links = LinkedNames()
        for pair in listed {
            links.add(pair.left)
            links.add(pair.right)
            if pair.same { links.join(pair.left, pair.right) }
        }
        let classes = links.groups.map { ImageCatalog.ClassFiles(name: $0[0], files: $0) }
        let catalog = ImageCatalog(root: root, classes: classes, broken: broken)
        self.init(layout: layout, catalog: catalog, listed: listed, files: files)
    }

    /// Finds listed pairs in a catalogue; pairs of files that are not there are dropped and counted.
    init(layout: DatasetLayout, catalog: ImageCatalog, listed: [ListedPair], files: DatasetFiles? = nil) {
        let places = Dictionary(catalog.items.enumerated().map { ($1.file, $0) }, uniquingKeysWith: { first, _ in first })
        var pairs: [ImagePair] = []
        var folds: [Int] = []
        for pair in listed {
            guard let left = places[pair.left], let right = places[pair.right] else { continue }
            pairs.append(ImagePair(left: left, right: right, same: pair.same))
            if let fold = pair.fold { folds.append(fold) }
        }
        self.init(
            layout: layout, catalog: catalog, pairs: pairs, folds: folds, droppedPairs: listed.count - pairs.count,
            files: files)
    }
}

/// Names that are linked to one another, directly or through others (union and find).
private struct LinkedNames {
    private var places: [String: Int] = [:]
    private var names: [String] = []
    private var parents: [Int] = []

    mutating func add(_ name: String) {
        guard places[name] == nil else { return }
        places[name] = names.count
        parents.append(names.count)
        names.append(name)
    }

    mutating func join(_ one: String, _ other: String) {
        guard let one = places[one].map({ root(of: $0) }), let other = places[other].map({ root(of: $0) }) else { return }
        parents[max(one, other)] = min(one, other)
    }

    /// In the order in which the first of each was added.
    var groups: [[String]] {
        mutating get {
            let roots = names.indices.map { root(of: $0) }
            let members = Dictionary(grouping: names.indices) { roots[$0] }
            return members.keys.sorted().map { (members[$0] ?? []).map { names[$0] } }
        }
    }

    private mutating func root(of place: Int) -> Int {
        var place = place
        while parents[place] != place {
            parents[place] = parents[parents[place]]
            place = parents[place]
        }
        return place
    }
}
