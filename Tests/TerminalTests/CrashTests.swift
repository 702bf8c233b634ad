import Foundation
import PseudoTerminal
import Testing

/// What a person has who sits before a program that dies: the terminal, a backtrace, a sentence, and no question.
@Suite struct CrashTests {
    /// A program under the screen that has died, and the report that it left.
    private struct Crashed {
        let terminal: PseudoTerminal
        let code: Int
        let report: String
    }

    private func crash(_ strike: (PseudoTerminal) -> Void) throws -> Crashed {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("crash-\(UUID().uuidString).txt").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let modes = try PseudoTerminal(["/bin/true"], environment: [:]).modes
        let terminal = try Probe.start(columns: 400, arguments: ["/dev/null", file])
        try terminal.wait(forText: "key none")
        strike(terminal)
        // Swift's backtracer would wait half a minute for an answer.
        let code = try terminal.exitCode(seconds: 20)
        #expect(terminal.modes == modes)
        #expect(!terminal.screen.isAlternate)
        #expect(terminal.screen.isCursorVisible)
        #expect(!terminal.screen.marksPastes)
        let report = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        #expect(!terminal.screen.text.contains("Press space"), "Swift's backtracer asks")
        #expect(terminal.screen.text.contains("the backtrace is in"))
        #expect(terminal.screen.text.contains("do it again with: probe"))
        #expect(report.contains("backtrace:\n0  0x"))
        return Crashed(terminal: terminal, code: code, report: report)
    }

    @Test(arguments: [
        (key: "S", signal: SIGSEGV), (key: "A", signal: SIGABRT), (key: "O", signal: SIGSEGV), (key: "B", signal: SIGSEGV),
    ])
    func fromInside(key: String, signal: Int32) throws {
        let crashed = try crash { $0.type(key) }
        #expect(crashed.code == 128 + Int(signal))
        let name = signal == SIGSEGV ? "SIGSEGV" : "SIGABRT"
        #expect(crashed.terminal.screen.text.contains("TerminalProbe: crashed by \(name)"))
    }

    /// A stack that has overflown leaves no room for a handler, on the main thread and on one that Dispatch made.
    @Test(arguments: ["O", "B"])
    func theBacktraceNamesTheFunction(key: String) throws {
        let crashed = try crash { $0.type(key) }
        #expect(crashed.report.contains("TerminalProbe.overflow(Swift.Int) -> Swift.Int"))
        #expect(crashed.terminal.screen.text.contains("in TerminalProbe.overflow"))
    }

    @Test(arguments: ["T", "M"])
    func byATrapOfSwift(key: String) throws {
        let crashed = try crash { $0.type(key) }
        #expect([SIGILL, SIGTRAP, SIGSEGV, SIGABRT].map { 128 + Int($0) }.contains(crashed.code))
        // What Swift says about it is not lost with the screen.
        if key == "T" { #expect(crashed.terminal.screen.text.contains("Index out of range")) }
    }

    @Test(arguments: [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGQUIT, SIGUSR1, SIGALRM])
    func fromOutside(signal: Int32) throws {
        let crashed = try crash { $0.signal(signal) }
        #expect(crashed.code == 128 + Int(signal))
        #expect(crashed.report.contains("sent by process \(getpid())"))
    }

    /// The handler's own work may fail in a program that is broken, or wait for what never comes: then its next part is begun.
    @Test(arguments: ["--fault-in-handler", "--hang-in-handler"])
    func theHandlerOutlivesItself(how: String) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("crash-\(UUID().uuidString).txt").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let terminal = try Probe.start(columns: 400, arguments: [how, file])
        #expect(try terminal.exitCode() == 128 + Int(SIGSEGV))
        #expect(terminal.screen.text.contains("TerminalProbe: crashed by SIGSEGV"))
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("backtrace:\n0  0x"))
    }

    /// Nothing is drawn over a terminal that was given back: the other threads stand still.
    @Test func nothingIsDrawnAfterwards() throws {
        let crashed = try crash { $0.type("B") }
        let text = String(decoding: crashed.terminal.bytes, as: UTF8.self)
        let rest = text.range(of: "crashed by").map { text[$0.upperBound...] } ?? ""
        #expect(!rest.contains("\u{1B}"))
    }
}
