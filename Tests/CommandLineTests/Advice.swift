import Foundation

/// What a message tells a person to do, in backquotes: a whole command, or options for the command that was refused.
enum Advice {
    /// The backquoted parts of a message, in order.
    static func parts(of message: String) -> [String] {
        message.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }

    /// The command lines that a message recommends instead of one that was refused, each without the program's name.
    ///
    /// - Parameter values: what to write for words in capitals, as in `--dataset DIR`.
    static func commands(in message: String, insteadOf refused: [String], values: [String: String] = [:]) throws -> [[String]] {
        try parts(of: message).map { part in
            let words = try words(of: part).map { values[$0] ?? $0 }
            if words.first == "twinscope" { return Array(words.dropFirst()) }
            let leavesOut = message.contains("leave `\(part)` out")
            return leavesOut ? refused.leavingOut(words) : refused.giving(words)
        }
    }

    /// All options that a message names at once.
    static func together(in message: String, insteadOf refused: [String], values: [String: String] = [:]) throws -> [String] {
        try parts(of: message).reduce(refused) { line, part in
            let words = try words(of: part).map { values[$0] ?? $0 }
            return message.contains("leave `\(part)` out") ? line.leavingOut(words) : line.giving(words)
        }
    }

    /// As a shell divides a command.
    static func words(of command: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "for word in \(command); do printf '%s\\n' \"$word\"; done"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

extension [String] {
    /// With options in the place of those of the same name.
    fileprivate func giving(_ options: [String]) -> [String] {
        var line = self
        for (place, option) in options.enumerated() where option.hasPrefix("--") {
            line = line.leavingOut([option])
            line.append(option)
            if place + 1 < options.count, !options[place + 1].hasPrefix("--") { line.append(options[place + 1]) }
        }
        return line
    }

    /// Without options, and what follows each of them where that is its value.
    fileprivate func leavingOut(_ options: [String]) -> [String] {
        var line: [String] = []
        var isValue = false
        for word in self {
            defer { isValue = options.contains(word) && !Self.flags.contains(word) }
            if isValue || options.contains(word) { continue }
            line.append(word)
        }
        return line
    }

    private static var flags: Set<String> { ["--plain", "--force", "--soft-margin", "--json"] }
}
