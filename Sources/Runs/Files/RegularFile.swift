import Foundation

/// Reading files of a run's folder, which may come from a stranger: a link to a device or a pipe would never end, or never begin.
public enum RegularFile {
    /// A file's whole contents.
    ///
    /// - Returns: `nil` where nothing is there, or it may not be read.
    /// - Throws: `RunError` where it is no file, or longer than `limit` bytes.
    public static func contents(_ path: String, limit: Int) throws -> Data? {
        guard let handle = try open(path) else { return nil }
        defer { try? handle.close() }
        guard let length = try? handle.seekToEnd(), length <= UInt64(limit) else {
            throw RunError("\(path) is longer than \(limit >> 20) MiB; use another file")
        }
        // Of the file that was looked at, whatever the path has come to mean since.
        guard (try? handle.seek(toOffset: 0)) != nil else { return nil }
        return try? handle.readToEnd() ?? Data()
    }

    /// - Returns: `nil` where nothing is there, or it may not be read.
    /// - Throws: `RunError` where it is no file.
    static func open(_ path: String) throws -> FileHandle? {
        // A pipe without a writer would hold up the opening itself.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw RunError("\(path) is no file but a folder, a device or a pipe; use another file")
        }
        return handle
    }
}
