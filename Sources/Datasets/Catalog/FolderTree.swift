import Foundation

/// All folders below a root with the names of their files, in the order of the names' bytes, so that it does not depend on the file
/// system. Hidden names are passed over. A link to a file is followed within the root only: a data set of a stranger is not to lead
/// through the whole disk. Links to folders are not followed: what they lead to within the root is read where it is.
///
/// Whatever is met on the way is in `entries`, with the reason where it is of no use: nothing vanishes.
struct FolderTree {
    struct Folder {
        /// From the root.
        let path: [String]
        let files: [String]

        /// A file of it, relative to the root.
        func relative(_ file: String) -> String { (path + [file]).joined(separator: "/") }
    }

    /// Something below the root that is no folder, or a folder that cannot be opened.
    struct Entry {
        /// Relative to the root.
        let name: String
        /// Why it is of no use; `nil` where that depends on what the data set makes of it.
        let reason: String?
    }

    let root: String
    private(set) var folders: [Folder] = []
    private(set) var entries: [Entry] = []
    /// Folders, images, and what is called an image but is none, that are of no use, and links that are not followed: what a person
    /// should hear of.
    private(set) var leftOut: [BrokenFile] = []
    /// Links to folders and images outside of the root, relative to it; they are not followed.
    private(set) var outwardLinks: [String] = []

    /// With a slash at its end.
    private let trueRoot: String

    init(_ root: String) throws {
        self.root = root
        let resolved = PathBytes(root).resolved ?? root
        trueRoot = resolved.hasSuffix("/") ? resolved : resolved + "/"
        switch FileKind(at: root) {
        case .folder: break
        case .missing: throw DatasetError("\(root) does not exist; give the folder of a data set", isMissingInput: true)
        case .file, .other: throw DatasetError("\(root) is no folder; give the folder of a data set")
        }
        guard let listing = FolderListing(PathBytes(root)) else {
            throw DatasetError("the folder \(root) cannot be read; check that you may open it")
        }
        visit(listing, [], PathBytes(root), nil)
    }

    /// The files that lie in the root itself.
    var rootFiles: [String] { folders.first { $0.path.isEmpty }?.files ?? [] }

    /// Whether a file counts as an image: by its ending, or by its first bytes. One of a format that is not read is an image too: it is
    /// left out and named when it is to be decoded.
    func isImage(_ file: String) -> Bool {
        if ImageFormat.isPromised(by: file) { return true }
        let bytes = FileBytes.prefix(root + "/" + file, count: ForeignFormat.signatureLength)
        return ImageFormat(firstBytes: bytes) != nil || ForeignFormat(firstBytes: bytes, name: "") != nil
    }

    // MARK: Walking

    /// - Parameter reason: why nothing in the folder is of use.
    private mutating func visit(_ listing: FolderListing, _ path: [String], _ place: PathBytes, _ reason: String?) {
        var files: [String] = []
        let texts = Set(listing.names.compactMap(\.text))
        for name in listing.names {
            let isAmbiguous = name.text == nil && texts.contains(name.shown)
            let entryPath = path + [name.shown]
            let entryPlace = place.appending(name)
            let mode = entryPlace.mode
            if mode == S_IFDIR {
                visitFolder(name, entryPath, entryPlace, reason, isAmbiguous: isAmbiguous)
            } else if let reason = reason ?? uselessness(name, mode, entryPath, entryPlace, isAmbiguous: isAmbiguous) {
                entries.append(Entry(name: entryPath.joined(separator: "/"), reason: reason))
            } else {
                entries.append(Entry(name: entryPath.joined(separator: "/"), reason: nil))
                files.append(name.shown)
            }
        }
        if reason == nil { folders.append(Folder(path: path, files: files)) }
    }

    private mutating func visitFolder(
        _ name: FolderListing.Name, _ path: [String], _ place: PathBytes, _ outerReason: String?, isAmbiguous: Bool
    ) {
        var reason = outerReason
        if reason == nil, name.isHidden { reason = LeftOutReason.inHiddenFolder }
        if reason == nil, name.text.map(LeftOutReason.systemFolders.contains) == true { reason = LeftOutReason.inSystemFolder }
        if reason == nil, isAmbiguous {
            leave(path, LeftOutReason.ambiguousName)
            reason = LeftOutReason.inAmbiguousName
        }
        if let listing = FolderListing(place) {
            visit(listing, path, place, reason)
        } else {
            if reason == nil { leave(path, LeftOutReason.closedFolder) }
            entries.append(Entry(name: path.joined(separator: "/"), reason: reason ?? LeftOutReason.closedFolder))
        }
    }

    /// Why something that is no folder is of no use, as far as its name and kind tell.
    private mutating func uselessness(
        _ name: FolderListing.Name, _ mode: mode_t?, _ path: [String], _ place: PathBytes, isAmbiguous: Bool
    ) -> String? {
        if name.isHidden { return LeftOutReason.hidden }
        let isPromised = ImageFormat.isPromised(by: name.shown)
        func named(_ reason: String) -> String {
            if isPromised { leave(path, reason) }
            return reason
        }
        if isAmbiguous { return named(LeftOutReason.ambiguousName) }
        guard mode == S_IFLNK else { return mode == S_IFREG ? nil : named(LeftOutReason.device) }
        guard let target = place.followedMode, let truePath = place.resolved else { return named(LeftOutReason.brokenLink) }
        let isInside = (truePath + "/").hasPrefix(trueRoot)
        if !isInside, isPromised || target == S_IFDIR {
            outwardLinks.append(path.joined(separator: "/"))
            leave(path, LeftOutReason.outwardLink)
        }
        guard isInside else { return LeftOutReason.outwardLink }
        switch target {
        case S_IFDIR: return LeftOutReason.inwardLink
        case S_IFREG: return nil
        default: return named(LeftOutReason.device)
        }
    }

    private mutating func leave(_ path: [String], _ reason: String) {
        leftOut.append(BrokenFile(file: path.joined(separator: "/"), reason: reason))
    }
}
