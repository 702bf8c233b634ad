import Foundation

/// Paths that mean the same in every folder.
public enum AbsolutePath {
    /// The path from the root of the file system. Links keep their names, since a link is often what stays where data move; only where the
    /// path goes back up (`..`), which behind a link is elsewhere than it looks, is it the true one.
    public static func of(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        let parts = whole.split(separator: "/").filter { $0 != "." }
        if parts.contains(".."), let resolved = resolved(whole) { return resolved }
        return "/" + parts.joined(separator: "/")
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
