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
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScriptsKnowEveryCommand(shell: String) throws {
        let script = try Program.run("completions", shell)
        #expect(script.code == 0)
        for name in try commands() { #expect(script.output.contains(name), "\(name) is not completed in \(shell)") }
    }

    @Test func aShellThatIsNotKnownIsRefused() throws {
        #expect(try Program.run("completions", "csh").code == 64)
    }

    @Test func theDoctorTellsWhatABugReportNeeds() throws {
        let scratch = try ScratchFolder()
        let answer = try Program.run("doctor", folder: scratch.path)
        #expect(answer.code == 0)
        for label in [
            "twinscope", "system", "processor", "memory", "oneDNN", "threads", "convolutions", "terminal", "this folder",
        ] {
            #expect(answer.output.contains("\n\(label)") || answer.output.hasPrefix(label), "\(label) is not told")
        }
        #expect(answer.output.split(separator: "\n").count <= 24, "it fits on one screen")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty, "the probe is taken away")
    }
}
