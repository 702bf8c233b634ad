import Foundation

/// Where a person sits: the controlling terminal, or stdin and stdout where they are one.
struct Descriptors {
    let input: Int32
    let output: Int32
    private let isOwn: Bool

    static func ofTerminal() -> Descriptors? {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        if terminal >= 0 { return Descriptors(input: terminal, output: terminal, isOwn: true) }
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
        return Descriptors(input: STDIN_FILENO, output: STDOUT_FILENO, isOwn: false)
    }

    func close() {
        if isOwn { _ = Foundation.close(input) }
    }
}
