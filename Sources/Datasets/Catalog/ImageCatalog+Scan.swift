extension ImageCatalog {
    /// Finds the images of a folder of class folders at any depth: the last folder is the class, the ones above it are its groups.
    /// Files that are no images (a README) are passed over.
    /// - Throws: `DatasetError` for a missing folder, one without class folders, fewer than two classes, or a class with one image,
    ///   from which no genuine pair can be made.
    public static func scan(_ path: String) throws -> ImageCatalog {
        try ImageCatalog(FolderTree(path), allowsSingleImages: false)
    }

    /// - Parameter allowsSingleImages: whether a class may have one image, which then takes part in impostor pairs only.
    init(_ tree: FolderTree, allowsSingleImages: Bool) throws {
        var classes: [ClassFiles] = []
        var broken = tree.leftOut
        for folder in tree.folders {
            let files = folder.files.map(folder.relative).filter(tree.isImage)
            if let name = folder.path.last {
                classes.append(ClassFiles(groups: Array(folder.path.dropLast()), name: name, files: files))
            } else {
                broken += files.map { BrokenFile(file: $0, reason: "lies outside every class folder") }
            }
        }
        self.init(root: tree.root, classes: classes, broken: broken)
        if self.classes.isEmpty, let link = tree.outwardLinks.first {
            throw DatasetError(
                "\(root)/\(link) is a link to the outside of the data set, which is not followed; copy the classes' folders into \(root)"
            )
        }
        try checkPairsCanBeMade(allowsSingleImages: allowsSingleImages)
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
