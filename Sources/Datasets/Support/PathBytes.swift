import Foundation

/// A path as the bytes that the file system keeps.
struct PathBytes {
    private(set) var bytes: [UInt8]

    /// - Parameter path: as the program calls it, so that a name that is no text is found by the text that stands for it.
    init(_ path: String) {
        bytes = Array(path.utf8)
        if path.contains(EscapedName.mark), mode == nil { bytes = EscapedName.bytes(of: path) }
    }

    func appending(_ name: FolderListing.Name) -> PathBytes {
        var longer = self
        longer.bytes += [UInt8(ascii: "/")] + name.bytes
        return longer
    }

    func withPointer<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { pointer in
            // There is a zero at least.
            body(pointer.baseAddress.unsafelyUnwrapped)
        }
    }

    /// What is there, links not followed; `nil` for nothing.
    var mode: mode_t? { Self.mode { lstat($0, $1) }(self) }

    /// What is there, links followed; `nil` for nothing.
    var followedMode: mode_t? { Self.mode { stat($0, $1) }(self) }

    /// Where it is when all links are followed; `nil` where they lead to nothing.
    var resolved: String? {
        withPointer { pointer in
            guard let path = realpath(pointer, nil) else { return nil }
            defer { free(path) }
            return String(validatingCString: path)
                ?? EscapedName.escaping(UnsafeBufferPointer(start: path, count: strlen(path)).map { UInt8(bitPattern: $0) })
        }
    }

    /// How long a file is; `nil` where there is none.
    var fileLength: Int? {
        var status = stat()
        return withPointer { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// A descriptor to read from, which the caller closes; `nil` where the file cannot be opened.
    ///
    /// Reading never waits: there are files that the system calls such and that hold up a reader until something happens, as
    /// `/proc/kmsg` does, and a path may have come to mean a pipe since somebody looked.
    var openedToRead: CInt? {
        let descriptor = withPointer { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        return descriptor >= 0 ? descriptor : nil
    }

    private static func mode(
        _ ask: @escaping (UnsafePointer<CChar>, UnsafeMutablePointer<stat>) -> CInt
    ) -> (PathBytes) -> mode_t? {
        { path in
            var status = stat()
            return path.withPointer { ask($0, &status) } == 0 ? status.st_mode & S_IFMT : nil
        }
    }
}
