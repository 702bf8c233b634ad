extension ImageCatalog {
    /// Finds the images of a folder of class folders at any depth: the last folder is the class, the ones above it are its groups.
    /// Folders that are parts of a split (`train`, `val`, `test`) are neither: a class that is in several of them is one class.
    /// Files that are no images (a README) are passed over.
    /// - Throws: `DatasetError` for a missing folder, one without class folders, fewer than two classes, or a class with one image,
    ///   from which no genuine pair can be made.
    public static func scan(_ path: String) throws -> ImageCatalog {
        try ImageCatalog(FolderTree(path), allowsSingleImages: false)
    }

    /// - Parameter allowsSingleImages: whether a class may have one image, which then takes part in impostor pairs only.
    init(_ tree: FolderTree, allowsSingleImages: Bool) throws {
        let folders = tree.folders.map { folder in
            (path: folder.path, files: folder.files.map(folder.relative).filter(tree.isImage))
        }.filter { !$0.files.isEmpty }
        let paths = folders.map(\.path).filter { !$0.isEmpty }
        guard !SplitFolders.holdImagesThemselves(paths) else {
            let names = Set(paths.compactMap(\.last)).sorted().joined(separator: ", ")
            throw DatasetError(
                "\(tree.root) holds images in \(names), which are parts of a split and no classes; put the images of each class into a folder of their own in each of them"
            )
        }
        let split = SplitFolders(paths)
        var classes: [ClassFiles] = []
        /// Of classes that may be in several parts of a split.
        var merged: [[String]: ClassFiles] = [:]
        var broken = tree.leftOut
        for (path, files) in folders {
            guard !path.isEmpty else {
                broken += files.map { BrokenFile(file: $0, reason: LeftOutReason.outsideClasses) }
                continue
            }
            if let split, split.part(ofFolder: path) == nil {
                broken += files.map { BrokenFile(file: $0, reason: "lies beside the parts of the split, \(split.names)") }
                continue
            }
            let whole = split?.removingSplit(from: path) ?? path
            guard let name = whole.last else {
                broken += files.map { BrokenFile(file: $0, reason: LeftOutReason.outsideClasses) }
                continue
            }
            let found = ClassFiles(groups: Array(whole.dropLast()), name: name, files: files)
            if split == nil {
                classes.append(found)
            } else {
                merged[whole, default: ClassFiles(groups: found.groups, name: name, files: [])].locations += found.locations
            }
        }
        classes += merged.sorted { Self.precedes($0.key, $1.key) }.map(\.value)
        self.init(root: tree.root, classes: classes, broken: broken, records: [:], splitFolders: split)
        if self.classes.isEmpty, let link = tree.outwardLinks.first {
            throw DatasetError(
                "\(root)/\(link) is a link to the outside of the data set, which is not followed; copy the classes' folders into \(root)"
            )
        }
        try checkPairsCanBeMade(allowsSingleImages: allowsSingleImages)
    }

    /// In the order in which folders are walked: a folder comes behind those in it, and names by their bytes.
    private static func precedes(_ one: [String], _ other: [String]) -> Bool {
        for (left, right) in zip(one, other) where !left.utf8.elementsEqual(right.utf8) {
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
        return one.count > other.count
    }

    private func checkPairsCanBeMade(allowsSingleImages: Bool) throws {
        if classes.isEmpty {
            throw DatasetError(
                broken.isEmpty
                    ? "\(root) holds no images (PNG, JPEG or PNM); give a folder that has one folder of images for each class"
                    : "\(root) holds images but no class folders; put the images of each class into a folder of their own")
        }
        guard classes.count > 1 else {
            throw DatasetError("\(root) holds one class, \"\(classes[0].path)\"; impostor pairs need images of at least two")
        }
        let alone = classes.filter { $0.items.count == 1 }
        if let first = alone.first, !allowsSingleImages || alone.count == classes.count {
            let others = alone.count > 1 ? " (as have \(alone.count - 1) more)" : ""
            throw DatasetError(
                "the class \"\(first.path)\" in \(root) has one image\(others), but a genuine pair needs two; add images or remove the folder"
            )
        }
    }
}
