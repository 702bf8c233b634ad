import Foundation

extension ImageCatalog {
    /// Images that belong to no data set: files, and everything in folders at any depth, in the order in which they were named. They
    /// are called as they were named, and are all of one class without a name.
    ///
    /// - Throws: `DatasetError` where a path does not exist, or there are no images at all.
    public static func images(at paths: [String]) throws -> ImageCatalog {
        var files: [String] = []
        var broken: [BrokenFile] = []
        for path in paths {
            switch FileKind(at: path) {
            case .folder: break
            case .file:
                files.append(path)
                continue
            case .missing:
                throw DatasetError("\(path) does not exist; give an image or a folder of images", isMissingInput: true)
            case .other: throw DatasetError("\(path) is a device or a pipe; give an image or a folder of images")
            }
            let tree = try FolderTree(path)
            let prefix = path.hasSuffix("/") ? path : path + "/"
            for folder in tree.folders {
                files += folder.files.map(folder.relative).filter(tree.isImage).map { prefix + $0 }
            }
            broken += tree.leftOut.map { BrokenFile(file: prefix + $0.file, reason: $0.reason) }
        }
        guard !files.isEmpty else {
            throw DatasetError("\(paths.joined(separator: ", ")) holds no images (PNG, JPEG or PNM)")
        }
        return ImageCatalog(root: ".", classes: [ClassFiles(name: "", files: files)], broken: broken)
    }

    /// Class folders with examples, of which one a class is enough.
    ///
    /// - Throws: `DatasetError` where the folder does not exist or holds no class folders with images.
    public static func examples(in path: String) throws -> ImageCatalog {
        let tree = try FolderTree(path)
        let classes = tree.folders.compactMap { folder in
            folder.path.last.map { name in
                ClassFiles(
                    groups: Array(folder.path.dropLast()), name: name,
                    files: folder.files.map(folder.relative).filter(tree.isImage))
            }
        }
        let catalog = ImageCatalog(root: path, classes: classes, broken: tree.leftOut)
        guard !catalog.classes.isEmpty else {
            throw DatasetError(
                "\(path) holds no class folders with images; put the examples of each class into a folder of its own")
        }
        return catalog
    }
}
