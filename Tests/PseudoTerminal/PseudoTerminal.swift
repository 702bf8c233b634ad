import Foundation

/// A real pseudo-terminal with a program in it, as its own session's controlling terminal.
///
/// Reads what the program draws into a small model of a screen; keeps the raw bytes too.
public final class PseudoTerminal {
    public private(set) var screen: ScreenModel
    public private(set) var bytes: [UInt8] = []
    public let process: pid_t
    private let master: Int32
    /// Kept open, so that the modes can be read after the program has ended.
    private let slave: Int32
    private var status: Int32?
    private var isHungUp = false

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Starts `arguments[0]` with the given environment, and nothing else in it.
    public init(
        _ arguments: [String], environment: [String: String], columns: Int = 80, rows: Int = 24, folder: String? = nil
    ) throws {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        var name = [CChar](repeating: 0, count: 128)
        var masterDescriptor: Int32 = -1
        var slaveDescriptor: Int32 = -1
        guard openpty(&masterDescriptor, &slaveDescriptor, &name, nil, &size) == 0 else {
            throw Failure(description: "there is no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        master = masterDescriptor
        slave = slaveDescriptor
        screen = ScreenModel(columns: columns, rows: rows)
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let inFolder = folder.map { ["/usr/bin/env", "-C", $0] } ?? []
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        process = try Self.spawn(inFolder + arguments, environment: environment, terminal: path)
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        hangUp()
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], terminal: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that a session's leader opens becomes its controlling terminal.
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        let newSession: Int16 = 0x80
        posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setsigdefault(&attributes, &every)

        let argumentPointers = arguments.map { strdup($0) } + [nil]
        let environmentPointers = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var child: pid_t = 0
        let answer = posix_spawn(&child, arguments[0], &actions, &attributes, argumentPointers, environmentPointers)
        guard answer == 0 else {
            throw Failure(description: "\(arguments[0]) does not start: \(String(cString: strerror(answer)))")
        }
        return child
    }

    /// Whether the program has written these bytes.
    public func hasWritten(_ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }

    /// Types bytes as a keyboard would.
    public func type(_ text: String) {
        // A terminal's queue is short: what does not fit waits until the program has read, and what it draws meanwhile is read here.
        let typed = Array(text.utf8)
        var place = 0
        while place < typed.count {
            let written = typed[place...].prefix(1024).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            place += written
            if place < typed.count { read(milliseconds: 0) }
        }
    }

    public func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        // What is still on its way was drawn for the old size.
        read(milliseconds: 0)
        screen.resize(columns: columns, rows: rows)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    public func signal(_ number: Int32) { kill(process, number) }

    /// Closes the terminal under the program, as a window that is closed or a connection that breaks: the kernel hangs up.
    public func hangUp() {
        guard !isHungUp else { return }
        isHungUp = true
        close(master)
        close(slave)
    }

    /// Waits for the end of a program whose terminal is gone.
    public func exitCodeWithoutTerminal(seconds: Double = 30) throws -> Int {
        let deadline = Date().addingTimeInterval(seconds)
        while !hasEnded() {
            guard Date() < deadline else { throw Failure(description: "the program does not end") }
            usleep(20_000)
        }
        return code
    }

    /// Reads until `condition` holds, which is asked between frames. Waits long, because machines can be slow; says what was on the
    /// screen when it gives up.
    public func wait(for what: String, seconds: Double = 30, until condition: (PseudoTerminal) -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while (screen.isInFrame && !hasEnded()) || !condition(self) {
            guard Date() < deadline else {
                throw Failure(description: "waited in vain for \(what); the screen shows:\n\(screen.text)")
            }
            read(milliseconds: 20)
        }
    }

    public func wait(forText text: String, seconds: Double = 30) throws {
        try wait(for: "\"\(text)\"", seconds: seconds) { $0.screen.text.contains(text) }
    }

    /// Waits for the end of the program: its exit code, or 128 and the signal that ended it, as shells say it.
    public func exitCode(seconds: Double = 30) throws -> Int {
        try wait(for: "the end of the program", seconds: seconds) { $0.hasEnded() }
        read(milliseconds: 20)
        return code
    }

    /// As shells say it.
    private var code: Int {
        let status = status ?? 0
        let signal = status & 0x7F
        return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal)
    }

    /// Whether the program is stopped, as after Ctrl-Z.
    public func isStopped() -> Bool {
        var answer: Int32 = 0
        return waitpid(process, &answer, WNOHANG | WUNTRACED) == process && answer & 0xFF == 0x7F
    }

    private func hasEnded() -> Bool {
        if status != nil { return true }
        var answer: Int32 = 0
        if waitpid(process, &answer, WNOHANG) == process { status = answer }
        return status != nil
    }

    /// The line discipline's modes, to compare before and after.
    public var modes: [UInt32] {
        var modes = termios()
        tcgetattr(slave, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }

    private func read(milliseconds: Int32) {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        var wait = milliseconds
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while poll(&descriptor, 1, wait) > 0, Int32(descriptor.revents) & POLLIN != 0 {
            let count = Glibc.read(master, &buffer, buffer.count)
            guard count > 0 else { return }
            bytes += buffer.prefix(count)
            screen.feed(buffer.prefix(count))
            wait = 0
        }
    }
}
