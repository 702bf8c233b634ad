import Foundation

/// Files that are there whole or not at all.
public enum AtomicFile {
    /// Writes beside the file, syncs, and renames over it: after a crash or a full disk the old content is still there.
    public static func write(to path: String, _ body: (FileHandle) throws -> Void) throws {
        let temporary = path + ".partial"
        do {
            // Never through a link that a stranger left there.
            unlink(temporary)
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
            guard descriptor >= 0 else {
                let reason = String(cString: strerror(errno))
                throw RunError("\(path) cannot be written (\(reason)); check that its folder is there and may be written")
            }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            defer { try? handle.close() }
            try body(handle)
            try handle.synchronize()
            guard rename(temporary, path) == 0 else {
                throw RunError("\(path) cannot be replaced: \(String(cString: strerror(errno)))")
            }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            // What the body has to say for itself is passed on.
            guard error is CocoaError || (error as NSError).domain == NSPOSIXErrorDomain else { throw error }
            throw RunError("\(path) could not be written: \(reason(error)); free some room and save again")
        }
    }

    /// The system's own word for what went wrong, without the frame that Foundation puts around it.
    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let code = underlying?.code ?? ((error as NSError).domain == NSPOSIXErrorDomain ? (error as NSError).code : nil)
        else { return (error as NSError).localizedDescription }
        return String(cString: strerror(Int32(code)))
    }
}
