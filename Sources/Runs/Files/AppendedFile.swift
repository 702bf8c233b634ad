import Foundation

/// A file that one program appends to. What the disk refuses is kept and tried again, so that no line is ever written twice or in
/// part and then once more.
final class AppendedFile {
    private let descriptor: Int32
    private let path: String
    private var unwritten = Data()

    /// Opens or makes the file. Locked, it is this program's alone, until the program ends in whatever way.
    ///
    /// - Throws: `RunError` where it cannot be written, or another program holds its lock.
    init(_ path: String, isLocked: Bool = false) throws {
        self.path = path
        // A link in a stranger's run must not have a file elsewhere written or cut.
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else {
            throw RunError("\(path) cannot be written (\(Self.systemReason)); check that its folder may be written")
        }
        if isLocked, !Self.lock(descriptor) {
            close(descriptor)
            throw RunError("\(path) is being written by a training that runs now; watch it, or stop it first")
        }
    }

    deinit { close(descriptor) }

    /// Another process can hold the lock briefly without writing the file: `isLocked` takes it to test it, and a child process inherits
    /// it between fork and exec. Only a lock that is held for half a second is taken to be that of another training.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<25 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(20_000)
        }
        return false
    }

    /// Whether a program holds the file's lock: its run is live.
    static func isLocked(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    func append(_ data: Data) throws {
        unwritten.append(data)
        var written = 0
        defer { unwritten = written == unwritten.count ? Data() : Data(unwritten.dropFirst(written)) }
        try unwritten.withUnsafeBytes { bytes in
            while written < bytes.count {
                let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count > 0 {
                    written += count
                } else if errno != EINTR {
                    throw RunError("\(path) cannot be written (\(Self.systemReason)); what is missing is kept and tried again")
                }
            }
        }
    }

    /// Forgets everything from `length` bytes on.
    func cut(to length: Int) throws {
        guard ftruncate(descriptor, off_t(length)) == 0 else {
            throw RunError("\(path) cannot be shortened (\(Self.systemReason)); check the folder's permissions")
        }
    }

    private static var systemReason: String { String(cString: strerror(errno)) }
}
