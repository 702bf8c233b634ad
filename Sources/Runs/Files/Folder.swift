import Foundation

/// Folders that a run needs.
enum Folder {
    /// Makes a folder and those above it, where they are not there yet.
    ///
    /// - Throws: `RunError` with the system's own word for why it cannot be made.
    static func make(_ path: String) throws {
        if mkdir(path, 0o777) == 0 { return }
        switch errno {
        case EEXIST where isFolder(path): return
        case ENOENT:
            let parent = parent(of: path)
            guard !parent.isEmpty, parent != path else { break }
            // Where it is missing in truth: a parent that is there, as /proc, makes no folders.
            guard !isFolder(parent) else { break }
            try make(parent)
            if mkdir(path, 0o777) == 0 || isFolder(path) { return }
        default: break
        }
        let reason = errno == EEXIST ? "a file has that name" : String(cString: strerror(errno))
        throw RunError("\(path) cannot be made (\(reason)); choose another folder with `--run DIR`")
    }

    /// Which folders on the way to a path are not there, the outermost first.
    static func missing(on path: String) -> [String] {
        var missing: [String] = []
        var path = path
        while !path.isEmpty, !FileManager.default.fileExists(atPath: path) {
            missing.append(path)
            let parent = parent(of: path)
            guard parent != path else { break }
            path = parent
        }
        return missing.reversed()
    }

    /// The folder that something lies in; empty for a name alone. (`NSString`'s `deletingLastPathComponent` crashes on some names of
    /// one letter.)
    private static func parent(of path: String) -> String {
        var parts = path[...]
        while parts.count > 1, parts.last == "/" { parts.removeLast() }
        guard let slash = parts.lastIndex(of: "/") else { return "" }
        while parts.count > 1, parts.last != "/" { parts.removeLast() }
        while parts.count > 1, parts.last == "/" { parts.removeLast() }
        return slash == parts.startIndex ? "/" : String(parts)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        let saved = errno
        defer { errno = saved }
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
