import Foundation

/// The names in one folder, as the bytes that the file system keeps: Foundation passes over names that are not UTF-8, and with them over
/// whole classes.
struct FolderListing {
    struct Name {
        let bytes: [UInt8]
        /// What it is called; `nil` where the bytes are no UTF-8.
        let text: String?

        /// What to show a person: bytes that are no text stand there as `\xE9`.
        var shown: String {
            text ?? bytes.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "\\x" + Self.hexadecimal($0) }.joined()
        }

        var isHidden: Bool { bytes.first == UInt8(ascii: ".") }

        private static func hexadecimal(_ byte: UInt8) -> String {
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }

    /// In the order of their bytes, so that nothing depends on the file system.
    let names: [Name]

    /// - Returns: `nil` where the folder cannot be opened.
    init?(_ path: PathBytes) {
        guard let stream = path.withPointer(opendir) else { return nil }
        defer { closedir(stream) }
        var found: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != Array(".".utf8), name != Array("..".utf8) { found.append(name) }
        }
        names = found.sorted { $0.lexicographicallyPrecedes($1) }
            .map { Name(bytes: $0, text: String(validating: $0, as: UTF8.self)) }
    }
}

/// A path as the bytes that the file system keeps.
struct PathBytes {
    private(set) var bytes: [UInt8]

    init(_ path: String) {
        bytes = Array(path.utf8)
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
        }
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
