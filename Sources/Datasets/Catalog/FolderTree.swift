import Foundation

/// All folders below a root with the names of their files, in the order of the names' characters, so that it does not depend on the
/// file system. Hidden names are passed over, and a link to a folder above does not go round.
struct FolderTree {
    struct Folder {
        /// From the root.
        let path: [String]
        let files: [String]

        /// A file of it, relative to the root.
        func relative(_ file: String) -> String { (path + [file]).joined(separator: "/") }
    }

    let root: String
    private(set) var folders: [Folder] = []
    /// Relative to the root.
    private(set) var deadLinks: [String] = []
    /// Folders by their true path.
    private var visited: Set<String> = []

    init(_ root: String) throws {
        self.root = root
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder) else {
            throw DatasetError("\(root) does not exist; give the folder of a data set", isMissingInput: true)
        }
        guard isFolder.boolValue else {
            throw DatasetError("\(root) is a file; give the folder of a data set")
        }
        try visit([])
    }

    /// The files that lie in the root itself.
    var rootFiles: [String] { folders.first { $0.path.isEmpty }?.files ?? [] }

    private mutating func visit(_ path: [String]) throws {
        let folder = path.isEmpty ? root : root + "/" + path.joined(separator: "/")
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
            if !FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder) {
                deadLinks.append((path + [name]).joined(separator: "/"))
            } else if isFolder.boolValue {
                try visit(path + [name])
            } else {
                files.append(name)
            }
        }
        folders.append(Folder(path: path, files: files))
    }

    /// Whether a file counts as an image: by its ending, or by its first bytes.
    func isImage(_ file: String) -> Bool {
        if ImageFormat.promisingExtensions.contains(URL(fileURLWithPath: file).pathExtension.lowercased()) { return true }
        return ImageFormat(firstBytes: FileBytes.prefix(root + "/" + file, count: ImageFormat.signatureLength)) != nil
    }
}
