import ArgumentParser
import Foundation
import Runs
import Terminal

/// The program. Without a subcommand it trains.
@main
struct Twinscope: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twinscope",
        abstract: "Trains Siamese networks on images, and lets you watch and steer the training in the terminal.",
        discussion: """
            Without any argument it trains on the bundled drawings of invented characters and opens the dashboard: \
            press ? there for help.
            """,
        version: Version.current,
        subcommands: [
            Train.self, New.self, Resume.self, Watch.self, Evaluate.self,
            Compare.self, Embed.self, Search.self, Classify.self, Duplicates.self, Export.self, Report.self, Snapshot.self,
            Describe.self, DescribeData.self, MakePairs.self, Generate.self,
            Bench.self, Doctor.self, Completions.self, Manual.self,
        ],
        defaultSubcommand: Train.self)

    static func main() {
        CrashReport.install()
        // A file that may not grow is an error to tell, not a reason to die.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            Output.error(failure.message)
            exit(withError: ExitCode(failure.code.rawValue))
        } catch  where exitCode(for: error) == .validationFailure {
            // The parser's own form is several lines of usage; a person wants the reason.
            Output.error("\(reason(for: error)) (twinscope --help tells more)")
            exit(withError: ExitCode.validationFailure)
        } catch {
            exit(withError: error)
        }
    }

    /// Our own sentences name the option and the value already, which the parser would say once more before them.
    static func reason(for error: any Error) -> String {
        let message = message(for: error)
            // The parser lists choices in lines of their own.
            .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        return message.prefixMatch(of: #/The value '.*' is invalid for '[^']*': /#).map {
            String(message[$0.range.upperBound...])
        }
            ?? message
    }
}
