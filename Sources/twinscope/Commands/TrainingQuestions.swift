import Dashboard
import Datasets
import Foundation
import Networks

/// What the form asks, and the options of `train` that the answers stand for.
struct TrainingQuestions {
    /// What the answers come with on the command line.
    let options: [String]

    func fields(recipes: [String]) -> [FormField] {
        [
            FormField(
                name: Self.images, title: "images",
                explanation: "A folder with one folder for each class, at any depth, or a list of pairs. Empty: the bundled "
                    + "drawings of invented characters.", answer: .text(example: "path/to/images"),
                check: { path, _ in
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
                "--input", "size of an image", "Channels x height x width. 1 channel is grey, 3 are color; larger is slower.",
                "1x35x35"),
            choice(
                "--loss", "loss", "What the network is asked to do with images. Contrastive is the plainest.",
                RecipeOptions.Loss.allCases.map { ($0.rawValue, Self.lossExplanation($0)) }),
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
                ClassSplit.Unit.allCases.map { ($0.rawValue, Self.splitExplanation($0)) }),
            text("--seed", "seed", "Decides splits, batches and first weights: the same seed gives the same run.", "1"),
            text(
                "--run", "folder of the run", "Where everything about it is written. Empty: a new folder in runs.", "runs/my-run"),
        ]
    }

    /// The command line of the answers.
    func arguments(_ answers: [String: String]) -> [String] {
        let answered = answers.filter { $0.key != Self.images }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return options + answered + (answers[Self.images].map { ["--", $0] } ?? [])
    }

    private static let images = "images"

    /// The question that a failure is about, where its sentence names no option.
    ///
    /// - Parameter answers: a network is at fault where its size was left to it.
    func field(of code: Failure.Code, _ answers: [String: String]) -> String? {
        switch code {
        case .missingInput, .badData: Self.images
        case .cannotCreate: "--run"
        case .badConfiguration:
            answers["--input"] != nil
                ? "--input" : answers["--network"] == nil && answers["--recipe"] != nil ? "--recipe" : "--network"
        case .software: answers["--recipe"] == nil ? "--network" : "--recipe"
        default: nil
        }
    }

    /// The command line's own check of one answer, alone and beside the others, without the images, which take long to read.
    private func complaint(about option: String, _ text: String, among answers: [String: String]) -> String? {
        do {
            _ = try Train.parse(["\(option)=\(text)"])
        } catch {
            return Twinscope.reason(for: error)
        }
        do {
            try Failure.reporting { try Train.parse(arguments(answers.filter { $0.key != Self.images })).check() }
            return nil
        } catch let failure as Failure {
            let named = FormWords.name(in: failure.message, of: Array(answers.keys))
            return (named ?? field(of: failure.code, answers)) == option ? failure.message : nil
        } catch {
            let sentence = Twinscope.reason(for: error)
            return FormWords.name(in: sentence, of: Array(answers.keys)) == option ? sentence : nil
        }
    }

    private func text(_ option: String, _ title: String, _ explanation: String, _ example: String) -> FormField {
        FormField(
            name: option, title: title, explanation: explanation, answer: .text(example: example),
            check: { complaint(about: option, $0, among: $1) })
    }

    private func choice(
        _ option: String, _ title: String, _ explanation: String, _ choices: [(String, String)]
    ) -> FormField {
        FormField(
            name: option, title: title, explanation: explanation,
            answer: .choice([FormField.Choice("", "")] + choices.map { FormField.Choice($0.0, $0.1) }),
            check: { complaint(about: option, $0, among: $1) })
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
