import PseudoTerminal
import Testing

/// What a keyboard sends becomes the key that was meant.
@Suite struct KeyTests {
    @Test func keysAreDecoded() throws {
        let terminal = try Probe.ready()
        let keys: [(bytes: String, name: String)] = [
            ("a", "character(\"a\")"), ("é", "character(\"é\")"), ("世", "character"), ("😀", "character"),
            ("\u{1B}OA", "up"), ("\u{1B}OB", "down"), ("\u{1B}OC", "right"), ("\u{1B}OD", "left"),
            ("\u{1B}OH", "home"), ("\u{1B}OF", "end"), ("\u{1B}[5~", "pageUp"), ("\u{1B}[6~", "pageDown"),
            ("\u{1B}[3~", "delete"), ("\u{1B}[Z", "backTab"), ("\t", "tab"), ("\r", "enter"), ("\u{7F}", "backspace"),
            ("\u{1B}OP", "function(1)"), ("\u{1B}[24~", "function(12)"), ("\u{12}", "control(\"r\")"), ("\u{1B}", "escape"),
            ("\u{1B}[<0;5;3M", "click"), ("\u{1B}[<64;5;3M", "scroll"),
        ]
        for key in keys {
            terminal.type(key.bytes)
            try terminal.wait(forText: "key \(key.name)")
        }
    }

    @Test func controlCAsksToLeave() throws {
        let terminal = try Probe.ready()
        terminal.type("\u{3}")
        #expect(try terminal.exitCode() == 0)
        #expect(!terminal.screen.isAlternate)
    }
}
