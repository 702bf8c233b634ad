import Foundation

/// All folders below a root with the names of their files, in the order of the names' characters, so that it does not depend on the
/// file system. Hidden names are passed over. A link is followed within the root only, and does not go round: a data set of a stranger
/// is not to lead through the whole disk.
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
    /// What is called an image but is no file, and links that are not followed, relative to the root.
    private(set) var leftOut: [BrokenFile] = []
    /// Links to folders and images outside of the root, relative to it; they are not followed.
    private(set) var outwardLinks: [String] = []
    /// Folders by their true path.
    private var visited: Set<String> = []

    /// With a slash at its end.
    private let trueRoot: String

    init(_ root: String) throws {
        self.root = root
        let resolved = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
        trueRoot = resolved.hasSuffix("/") ? resolved : resolved + "/"
        switch FileKind(at: root) {
        case .folder: try visit([])
        case .missing: throw DatasetError("\(root) does not exist; give the folder of a data set", isMissingInput: true)
        case .file, .other: throw DatasetError("\(root) is no folder; give the folder of a data set")
        }
    }

    /// The files that lie in the root itself.
    var rootFiles: [String] { folders.first { $0.path.isEmpty }?.files ?? [] }

    private mutating func visit(_ path: [String]) throws {
        let folder = path.isEmpty ? root : root + "/" + path.joined(separator: "/")
        let truePath = Self.truePath(folder)
        guard path.isEmpty || isInside(truePath) else {
            return leaveLink(path)
        }
        guard visited.insert(truePath).inserted else { return }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw DatasetError("the folder \(folder) cannot be read; check that you may open it")
        }
        var files: [String] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
            switch FileKind(at: folder + "/" + name) {
            case .file where leadsOutside(folder + "/" + name):
                if ImageFormat.isPromised(by: name) { leaveLink(path + [name]) }
            case .file: files.append(name)
            case .folder: try visit(path + [name])
            case .missing where ImageFormat.isPromised(by: name): leave(path + [name], "is a link to nothing")
            case .other where ImageFormat.isPromised(by: name): leave(path + [name], "is a device or a pipe")
            case .missing, .other: continue
            }
        }
        folders.append(Folder(path: path, files: files))
    }

    private static func truePath(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    private func isInside(_ truePath: String) -> Bool { (truePath + "/").hasPrefix(trueRoot) }

    /// Whether a file is a link to one outside of the root.
    private func leadsOutside(_ file: String) -> Bool {
        var status = stat()
        guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return false }
        return !isInside(Self.truePath(file))
    }

    private mutating func leaveLink(_ path: [String]) {
        outwardLinks.append(path.joined(separator: "/"))
        leave(path, "is a link to the outside of the data set; copy what it leads to into it")
    }

    private mutating func leave(_ path: [String], _ reason: String) {
        leftOut.append(BrokenFile(file: path.joined(separator: "/"), reason: reason))
    }

    /// Whether a file counts as an image: by its ending, or by its first bytes.
    func isImage(_ file: String) -> Bool {
        ImageFormat.isPromised(by: file)
            || ImageFormat(firstBytes: FileBytes.prefix(root + "/" + file, count: ImageFormat.signatureLength)) != nil
    }
}
