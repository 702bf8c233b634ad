import Foundation

/// What is at a path, links followed.
enum FileKind {
    case file
    case folder
    /// A device or a pipe, whose reading might never end.
    case other
    case missing

    init(at path: String) {
        guard let mode = PathBytes(path).followedMode else {
            self = .missing
            return
        }
        switch mode {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .other
        }
    }
}
