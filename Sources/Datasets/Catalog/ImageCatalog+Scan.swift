import Foundation

extension ImageCatalog {
    /// Finds the images of a folder of class folders at any depth: the last folder is the class, the ones above it are its groups.
    ///
    /// A file counts as an image by its ending or its first bytes; hidden files and others (a README) are passed over. Order is that
    /// of the names' characters, so that it does not depend on the file system.
    /// - Throws: `DatasetError` for a missing folder, one without class folders, fewer than two classes, or a class with one image,
    ///   from which no genuine pair can be made.
    public static func scan(_ path: String) throws -> ImageCatalog {
        var walk = FolderWalk(root: path)
        try walk.run()
        let catalog = ImageCatalog(root: path, classes: walk.classes, broken: walk.broken)
        try catalog.checkPairsCanBeMade(strayImages: walk.broken.count)
        return catalog
    }

    private func checkPairsCanBeMade(strayImages: Int) throws {
        if classes.isEmpty {
            throw DatasetError(
                strayImages > 0
                    ? "\(root) holds images but no class folders; put the images of each class into a folder of their own"
                    : "\(root) holds no images (PNG, JPEG or PNM); give a folder that has one folder of images for each class")
        }
        guard classes.count > 1 else {
            throw DatasetError("\(root) holds one class, \"\(classes[0].title)\"; impostor pairs need images of at least two")
        }
        let alone = classes.filter { $0.items.count == 1 }
        if let first = alone.first {
            let others = alone.count > 1 ? " (as have \(alone.count - 1) more)" : ""
            throw DatasetError(
                "the class \"\(first.title)\" in \(root) has one image\(others), but a genuine pair needs two; add images or remove the folder"
            )
        }
    }
}

private struct FolderWalk {
    let root: String
    var classes: [(groups: [String], name: String, files: [String])] = []
    var broken: [ImageCatalog.BrokenFile] = []
    /// Folders by their true path: a link to a folder above would otherwise never end.
    private var visited: Set<String> = []

    init(root: String) {
        self.root = root
    }

    mutating func run() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder) else {
            throw DatasetError("\(root) does not exist; give the folder of a data set")
        }
        guard isFolder.boolValue else {
            throw DatasetError("\(root) is a file; give the folder of a data set")
        }
        try visit([])
    }

    private mutating func visit(_ folders: [String]) throws {
        let relative = folders.joined(separator: "/")
        let folder = folders.isEmpty ? root : root + "/" + relative
        guard visited.insert(URL(fileURLWithPath: folder).resolvingSymlinksInPath().path).inserted else { return }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw DatasetError("the folder \(folder) cannot be read; check that you may open it")
        }
        var files: [String] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                broken.append(.init(file: (folders + [name]).joined(separator: "/"), reason: "is a link to nothing"))
                continue
            }
            if isFolder.boolValue {
                try visit(folders + [name])
            } else if isImage(name, path) {
                files.append((folders + [name]).joined(separator: "/"))
            }
        }
        if let name = folders.last {
            classes.append((Array(folders.dropLast()), name, files))
        } else {
            broken += files.map { ImageCatalog.BrokenFile(file: $0, reason: "lies outside every class folder") }
        }
    }

    private func isImage(_ name: String, _ path: String) -> Bool {
        let ending = URL(fileURLWithPath: name).pathExtension.lowercased()
        if ImageFormat.promisingExtensions.contains(ending) { return true }
        return ImageFormat(firstBytes: FileBytes.prefix(path, count: ImageFormat.signatureLength)) != nil
    }
}
