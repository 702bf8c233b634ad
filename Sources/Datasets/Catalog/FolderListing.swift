import Foundation

/// The names in one folder, as the bytes that the file system keeps: Foundation passes over names that are not UTF-8, and with them over
/// whole classes.
struct FolderListing {
    struct Name {
        let bytes: [UInt8]
        /// What it is called; `nil` where the bytes are no UTF-8.
        let text: String?

        /// By which the program calls it, and finds it again: bytes that are no text stand there as `\xE9`.
        var shown: String { text ?? EscapedName.escaping(bytes) }

        var isHidden: Bool { bytes.first == UInt8(ascii: ".") }
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
