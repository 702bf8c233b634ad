import Foundation
import PseudoTerminal
import Testing

/// The program asks, the test answers as a terminal would.
@Suite struct AskingTests {
    private func asked(environment: [String: String] = [:]) throws -> PseudoTerminal {
        let terminal = try Probe.ready(environment: environment)
        terminal.type("k")
        try terminal.wait(for: "the question") { $0.hasWritten("\u{1B}[c") }
        return terminal
    }

    @Test func aTerminalWithSixels() throws {
        let terminal = try asked()
        terminal.type("\u{1B}[6;18;9t\u{1B}[?62;4;22c")
        try terminal.wait(for: "the second question") { $0.hasWritten("\u{1B}_Gi=31") }
        terminal.type("\u{1B}[?62;4;22c")
        try terminal.wait(forText: "sixel 9x18")
        try terminal.wait(for: "the picture") { $0.hasWritten("\u{1B}P0;1;0q") && $0.hasWritten("\u{1B}\\\u{1B}8") }
        terminal.type("q")
        #expect(try terminal.exitCode() == 0)
    }

    @Test func aTerminalWithKittysGraphics() throws {
        let terminal = try asked()
        terminal.type("\u{1B}[?62;c")
        try terminal.wait(for: "the second question") { $0.hasWritten("\u{1B}_Gi=31") }
        // Somebody types meanwhile.
        terminal.type("\u{1B}_Gi=31;OK\u{1B}\\x\u{1B}[?62;c")
        try terminal.wait(forText: "kitty 8x16")
        try terminal.wait(forText: "key character(\"x\")")
        #expect(terminal.hasWritten("\u{1B}_Ga=T,f=24"))
        terminal.type("q")
        #expect(try terminal.exitCode() == 0)
        #expect(terminal.hasWritten("\u{1B}_Ga=d,d=A"), "no picture stays behind")
    }

    @Test(arguments: ["\u{1B}[?6c", "\u{1B}[?1;2c"]) func oldTerminalsAreAskedNothingStrange(answer: String) throws {
        let terminal = try asked()
        terminal.type(answer)
        try terminal.wait(forText: "neither Kitty's nor sixel")
        #expect(!terminal.hasWritten("\u{1B}_G"))
    }

    @Test func tmuxIsNotAskedForKittysGraphics() throws {
        let terminal = try asked(environment: ["TMUX": "/tmp/tmux-0/default,1,0"])
        terminal.type("\u{1B}[?62;22c")
        try terminal.wait(forText: "tmux lets no pictures")
        #expect(!terminal.hasWritten("\u{1B}_G"))
    }

    @Test func aLateAnswerTypesNothing() throws {
        let terminal = try asked()
        try terminal.wait(forText: "did not say")
        terminal.type("\u{1B}[6;18;9t\u{1B}[?62;4;22c")
        terminal.type("j")
        try terminal.wait(forText: "key character(\"j\")")
        terminal.type("\u{1B}")
        try terminal.wait(forText: "key escape")
        #expect(terminal.screen.lines[5] == "keys 3", "k, j and Escape: the answer was none")
    }
}
