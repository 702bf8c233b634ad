import Foundation

/// Whole files and their beginnings, with sentences for what can go wrong.
enum FileBytes {
    /// - Throws: `DatasetError` that begins with a verb, to be put behind the name of the file.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let handle = try open(path)
        defer { try? handle.close() }
        do {
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else { throw DatasetError("is longer than the limit of \(limit >> 20) MiB") }
            return [UInt8](data)
        } catch let error as DatasetError {
            throw error
        } catch {
            throw DatasetError("cannot be read: \(error.localizedDescription)")
        }
    }

    /// At most `count` bytes from the beginning; none where the file cannot be read.
    static func prefix(_ path: String, count: Int) -> [UInt8] {
        guard let handle = try? open(path) else { return [] }
        defer { try? handle.close() }
        return [UInt8]((try? handle.read(upToCount: count)) ?? Data())
    }

    /// `nil` where there is no file.
    static func length(_ path: String) -> Int? { PathBytes(path).fileLength }

    /// Whether a file is there and may be read.
    static func canBeOpened(_ path: String) -> Bool {
        guard let handle = try? open(path) else { return false }
        try? handle.close()
        return true
    }

    private static func open(_ path: String) throws -> FileHandle {
        switch FileKind(at: path) {
        case .other: throw DatasetError("is a device or a pipe; give a file")
        case .folder: throw DatasetError("is a folder; give a file")
        case .file, .missing: break
        }
        guard let descriptor = PathBytes(path).openedToRead else {
            guard FileKind(at: path) != .missing else { throw DatasetError("does not exist", isMissingInput: true) }
            throw DatasetError("cannot be opened; check that you may read it")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
