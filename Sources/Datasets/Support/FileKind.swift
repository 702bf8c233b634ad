import Foundation

/// What is at a path, links followed.
enum FileKind {
    case file
    case folder
    /// A device or a pipe, whose reading might never end.
    case other
    case missing

    init(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .missing
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .other
        }
    }
}
