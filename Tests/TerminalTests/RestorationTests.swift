import Foundation
import PseudoTerminal
import Testing

/// The terminal comes back as it was, however the program ends.
@Suite struct RestorationTests {
    private func expectRestored(_ terminal: PseudoTerminal, modes: [UInt32], _ comment: Comment) {
        #expect(terminal.modes == modes, comment)
        #expect(!terminal.screen.isAlternate, comment)
        #expect(terminal.screen.isCursorVisible, comment)
        #expect(!terminal.screen.marksPastes, comment)
    }

    /// The modes as they are before a program has changed them.
    private func untouchedModes() throws -> [UInt32] {
        let terminal = try PseudoTerminal(["/bin/true"], environment: [:])
        return terminal.modes
    }

    @Test(arguments: [(key: "q", code: 0), (key: "E", code: 3)])
    func afterTheProgramEnded(key: String, code: Int) throws {
        let modes = try untouchedModes()
        let terminal = try Probe.ready()
        #expect(terminal.modes != modes)
        terminal.type(key)
        #expect(try terminal.exitCode() == code)
        expectRestored(terminal, modes: modes, "after \(key)")
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func afterASignal(signal: Int32) throws {
        let modes = try untouchedModes()
        let terminal = try Probe.ready()
        terminal.signal(signal)
        #expect(try terminal.exitCode() == 0)
        expectRestored(terminal, modes: modes, "after signal \(signal)")
        #expect(terminal.screen.text.contains("left in order"))
    }

    @Test func workGoesOnAfterHangingUp() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("hangup-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let terminal = try Probe.start(arguments: [file])
        try terminal.wait(forText: "key none")
        terminal.signal(SIGHUP)
        #expect(try terminal.exitCode() == 0)
        #expect(FileManager.default.fileExists(atPath: file))
    }

    @Test func aProgramInTheBackgroundComesBack() throws {
        // A shell with job control in between, as a person has it.
        let terminal = try PseudoTerminal(
            ["/bin/bash", "--norc", "--noprofile", "-i"],
            environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PS1": "prompt> "])
        try terminal.wait(forText: "prompt>")
        terminal.type("\(Probe.path)\r")
        try terminal.wait(forText: "key none")
        terminal.type("\u{1A}")
        try terminal.wait(for: "the prompt") { !$0.screen.isAlternate && $0.screen.text.contains("Stopped") }
        #expect(terminal.screen.isCursorVisible)
        terminal.type("fg\r")
        try terminal.wait(for: "the screen") { $0.screen.isAlternate && $0.screen.text.contains("key control(\"z\")") }
        #expect(terminal.screen.lines[0] == "ready ⣿ é")
        #expect(terminal.screen.marksPastes)
        terminal.type("q")
        try terminal.wait(forText: "left in order")
    }
}
