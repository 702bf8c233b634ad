import ArgumentParser
import Dashboard
import Datasets
import Terminal

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks what to train in a form, everything explained, and begins.",
        discussion: "The same as twinscope train with options. What is left empty in the form is chosen as train chooses it.")

    @Option(help: ArgumentHelp("The folder with the bundled data.", valueName: "DIR")) var assets: String?

    func run() throws {
        guard try trainAsAsked() != nil else { return }
    }

    /// Asks, and trains.
    ///
    /// - Returns: `nil` where the person left the form.
    func trainAsAsked() throws -> Void? {
        var form: StartForm?
        while true {
            guard Terminal.isAvailable, let terminal = try? Terminal() else {
                throw Failure("a form needs a terminal; give the options to `twinscope train` instead", .unavailable)
            }
            var asked = form ?? StartForm(capabilities: terminal.capabilities, fields: questions.fields(recipes: recipes))
            let session = ask(&asked, on: terminal)
            terminal.close()
            guard let session else { return nil }
            do {
                return try session.run(plain: false)
            } catch let failure as Failure where failure.leavesNothing {
                // What only the first pass shows comes back to the form too.
                asked.report(failure.message, about: questions.field(of: failure.code, asked.answers))
                form = asked
            }
        }
    }

    private var questions: TrainingQuestions { TrainingQuestions(options: assets.map { ["--assets", $0] } ?? []) }
    private var recipes: [String] { AssetLocator(explicit: assets).recipes }

    /// - Returns: the training that the form describes, ready to begin; `nil` where the person left. Whatever is wrong, all answers stay,
    ///   and the form is back at the one at fault.
    private func ask(_ form: inout StartForm, on terminal: Terminal) -> TrainingSession? {
        while true {
            terminal.present(form.frame(size: terminal.size))
            if Termination.requested || Termination.hungUp || !terminal.isConnected { return nil }
            guard let key = terminal.nextKey(timeout: 0.5), let effect = form.handle(key) else { continue }
            switch effect {
            case .leave: return nil
            case .suspend: terminal.suspend()
            case .repaint: terminal.repaint()
            case .start(let answers):
                form.begin("reading the images and making the network ready")
                terminal.present(form.frame(size: terminal.size))
                do {
                    return try Failure.reporting { try Train.parse(questions.arguments(answers)).prepare() }
                } catch let failure as Failure {
                    form.report(failure.message, about: questions.field(of: failure.code, answers))
                } catch {
                    form.report(Twinscope.reason(for: error))
                }
            }
        }
    }
}
