import Foundation

/// Tells a run that is being written from one that is over, also where its program was killed: a lock on `events.jsonl`, which
/// the system takes back when the program ends, however it ends.
enum RunLock {
    /// Holds the lock as long as the file is open. One that cannot be had is no reason not to train.
    static func hold(_ file: FileHandle) {
        _ = flock(file.fileDescriptor, LOCK_EX | LOCK_NB)
    }

    static func isHeld(onFile path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
