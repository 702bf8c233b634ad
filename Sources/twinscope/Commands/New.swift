import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Networks
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
            var asked = form ?? StartForm(capabilities: terminal.capabilities, fields: TrainingQuestions.fields(recipes: recipes))
            let session = ask(&asked, on: terminal)
            terminal.close()
            guard let session else { return nil }
            do {
                return try session.run(plain: false)
            } catch let failure as Failure where failure.leavesNothing {
                // What only the first pass shows comes back to the form too.
                asked.report(failure.message, about: TrainingQuestions.field(of: failure.code, asked.answers))
                form = asked
            }
        }
    }

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
                form.problem = nil
                form.progress = "reading the images and making the network ready"
                terminal.present(form.frame(size: terminal.size))
                form.progress = nil
                do {
                    let arguments = TrainingQuestions.arguments(answers, options: assets.map { ["--assets", $0] } ?? [])
                    return try Failure.reporting { try Train.parse(arguments).prepare() }
                } catch let failure as Failure {
                    form.report(failure.message, about: TrainingQuestions.field(of: failure.code, answers))
                } catch {
                    form.report(Train.message(for: error))
                }
            }
        }
    }
}

/// What the form asks, and the options of `train` that the answers stand for.
enum TrainingQuestions {
    static func fields(recipes: [String]) -> [FormField] {
        [
            FormField(
                name: images, title: "images",
                explanation: "A folder with one folder for each class, at any depth, or a list of pairs. Empty: the bundled "
                    + "drawings of invented characters.", answer: .text(example: "path/to/images"),
                check: { path in
                    FileManager.default.fileExists(atPath: path)
                        ? nil : "there is no \(path); give a folder of images, or leave it empty"
                }),
            choice(
                "--recipe", "recipe", "Settings that suit a kind of data; what you answer below wins over them.",
                recipes.map {
                    ($0, "as assets/recipes/\($0).json has it")
                }),
            choice(
                "--network", "network", "What turns an image into an embedding. conv4 is small and learns in minutes.",
                Preset.all.map { ($0.name, $0.summary) }),
            text(
                "--input", "size of an image", "Channels x height x width. 1 channel is grey, 3 are colour; larger is slower.",
                "1x35x35"),
            choice(
                "--loss", "loss", "What the network is asked to do with images. Contrastive is the plainest.",
                RecipeOptions.Loss.allCases.map { ($0.rawValue, lossExplanation($0)) }),
            text("--margin", "margin", "How far apart impostors are pushed; losses without a margin do without it.", "1"),
            choice(
                "--optimizer", "optimizer", "How gradients become steps; adam needs the least care.",
                RecipeOptions.Optimizer.allCases.map { ($0.rawValue, "") }),
            text(
                "--learning-rate", "learning rate", "The size of a step. Too large: the loss jumps; too small: it creeps.",
                "0.001"),
            text("--batch", "pairs in a batch", "The network sees twice as many images at once.", "32"),
            text(
                "--epochs", "epochs", "How often as many pairs as there are training images are seen. Or answer with minutes.",
                "60"),
            text("--minutes", "minutes", "How long to train, instead of epochs.", "10"),
            choice(
                "--split-by", "held out", "What the network is judged on, and never trained on.",
                ClassSplit.Unit.allCases.map { ($0.rawValue, splitExplanation($0)) }),
            text("--seed", "seed", "Decides splits, batches and first weights: the same seed gives the same run.", "1"),
            text(
                "--run", "folder of the run", "Where everything about it is written. Empty: a new folder in runs.", "runs/my-run"),
        ]
    }

    /// The command line of the answers.
    ///
    /// - Parameter options: more of them.
    static func arguments(_ answers: [String: String], options more: [String] = []) -> [String] {
        let options = more + answers.filter { $0.key != images }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return options + (answers[images].map { ["--", $0] } ?? [])
    }

    private static let images = "images"

    /// The question that a failure is about, where its sentence names no option.
    ///
    /// - Parameter answers: a network is at fault where its size was left to it.
    static func field(of code: Failure.Code, _ answers: [String: String]) -> String? {
        switch code {
        case .missingInput, .badData: images
        case .cannotCreate: "--run"
        case .badConfiguration: answers["--input"] == nil ? "--network" : "--input"
        case .software: answers["--recipe"] == nil ? "--network" : "--recipe"
        default: nil
        }
    }

    /// The command line's own check of one option.
    private static func complaint(about option: String, _ text: String) -> String? {
        do {
            _ = try Train.parse(["\(option)=\(text)"])
            return nil
        } catch {
            return Train.message(for: error)
        }
    }

    private static func text(_ option: String, _ title: String, _ explanation: String, _ example: String) -> FormField {
        FormField(
            name: option, title: title, explanation: explanation, answer: .text(example: example),
            check: { complaint(about: option, $0) })
    }

    private static func choice(
        _ option: String, _ title: String, _ explanation: String, _ choices: [(String, String)]
    ) -> FormField {
        FormField(
            name: option, title: title, explanation: explanation,
            answer: .choice([FormField.Choice("", "")] + choices.map { FormField.Choice($0.0, $0.1) }))
    }

    private static func splitExplanation(_ unit: ClassSplit.Unit) -> String {
        switch unit {
        case .classes: "whole classes: how well it tells things apart that it has never seen; needs three classes or more"
        case .groups: "whole groups of classes, such as alphabets"
        case .pairs: "some images of every class: how well it tells these very classes apart; two are enough"
        }
    }

    private static func lossExplanation(_ loss: RecipeOptions.Loss) -> String {
        switch loss.rawValue {
        case "contrastive": "genuine pairs together, impostors at least the margin apart (Hadsell 2006)"
        case "triplet": "an image nearer to its class than to any other, by the margin (Schroff 2015)"
        case "cross-entropy": "the chance that a pair is genuine (Koch 2015)"
        case "multi-similarity": "weighs pairs by three kinds of similarity (Wang 2019)"
        case "cosine-embedding": "angles instead of distances"
        default: "all images of a batch against all others (Khosla 2020)"
        }
    }
}
