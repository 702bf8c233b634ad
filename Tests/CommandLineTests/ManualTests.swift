import Foundation
import Testing

/// What the program tells about itself and the machine.
@Suite struct ManualTests {
    /// The commands as `--help` lists them.
    private func commands() throws -> [String] {
        let help = try Program.run("--help").output
        let list = help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
        return list.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See ") }.compactMap {
            $0.split(separator: " ").first.map(String.init)
        }
    }

    @Test func theManualTellsOfEveryCommand() throws {
        let names = try commands()
        #expect(names.contains("train") && names.contains("doctor"))
        let manual = try Program.run("manual")
        #expect(manual.code == 0)
        #expect(manual.output.hasPrefix(".TH TWINSCOPE 1"))
        for name in names { #expect(manual.output.contains(".SS twinscope \(name)"), "\(name) is not in the manual") }
        // Every line that begins with a dot is a macro that is meant.
        let macros = Set(
            manual.output.split(separator: "\n").filter { $0.hasPrefix(".") }.compactMap { $0.split(separator: " ").first })
        #expect(macros.isSubset(of: [".TH", ".SH", ".SS", ".B", ".PP", ".TP"]), "\(macros)")
        // A paragraph without text is one that a formatter warns of.
        #expect(manual.output.firstMatch(of: #/\.PP\n(\.|$)/#) == nil)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScriptsKnowEveryCommand(shell: String) throws {
        let script = try Program.run("completions", shell)
        #expect(script.code == 0)
        for name in try commands() { #expect(script.output.contains(name), "\(name) is not completed in \(shell)") }
    }

    @Test(arguments: [
        ("twinscope com", "compare completions"), ("twinscope compare --ch", "--checkpoint"),
        ("twinscope compare run --checkpoint ", "best last"), ("twinscope embed run --side ", "left right"),
        ("twinscope train --optimizer ", "adam adamw sgd rmsprop"),
    ])
    func bashCompletes(line: String, words: String) throws {
        let script = #"""
            source <("$1" completions bash)
            COMP_LINE=$2; COMP_POINT=${#2}; read -ra COMP_WORDS <<<"$2"; [[ $2 == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _twinscope twinscope "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; echo "${COMPREPLY[*]}"
            """#
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", script, "bash", Program.path, line]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(text == words + "\n")
    }

    @Test func aShellThatIsNotKnownIsRefused() throws {
        #expect(try Program.run("completions", "csh").code == 64)
    }

    @Test func theDoctorTellsWhatABugReportNeeds() throws {
        let scratch = try ScratchFolder()
        let answer = try Program.run("doctor", folder: scratch.path)
        #expect(answer.code == 0)
        for label in [
            "twinscope", "system", "processor", "memory", "oneDNN", "threads", "convolutions", "terminal", "text", "this folder",
        ] {
            #expect(answer.output.contains("\n\(label)") || answer.output.hasPrefix(label), "\(label) is not told")
        }
        #expect(answer.output.split(separator: "\n").count <= 24, "it fits on one screen")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty, "the probe is taken away")
    }
}
