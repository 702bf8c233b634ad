import Foundation
import PseudoTerminal

/// The probe program in a pseudo-terminal, ready to be typed at.
enum Probe {
    /// Executables are built beside the test bundle; under `swift test` the runner may sit elsewhere, so its argument is asked too.
    static var path: String { BuiltProgram.path(of: "TerminalProbe") }

    static func start(
        environment: [String: String] = [:], columns: Int = 80, rows: Int = 24, arguments: [String] = []
    ) throws -> PseudoTerminal {
        // No word about SWIFT_BACKTRACE: a person's environment has none.
        let usual = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
        return try PseudoTerminal(
            [path] + arguments, environment: usual.merging(environment) { $1 }, columns: columns, rows: rows)
    }

    static func ready(environment: [String: String] = [:], columns: Int = 80, rows: Int = 24) throws -> PseudoTerminal {
        let terminal = try start(environment: environment, columns: columns, rows: rows)
        try terminal.wait(forText: "key none")
        return terminal
    }
}
