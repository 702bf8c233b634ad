import Foundation
import Networks

/// A run as commands name it: what is advised has to be something that can be typed where it is read.
public struct AdvisedRun: Sendable {
    /// Whether the run can go on, and whether it has to be stopped before.
    public enum Standing: Sendable {
        case training
        case ended
        /// It has come to its end: only another run can do better.
        case completed
    }

    let folder: String
    let dataset: String
    let standing: Standing

    /// - Parameters:
    ///   - folder: the run's.
    ///   - dataset: where its images are.
    public init(folder: String, dataset: String, standing: Standing) {
        (self.folder, self.dataset, self.standing) = (folder, dataset, standing)
    }

    fileprivate func command(_ means: RunVerdict.Remedy.Means) -> String {
        let words =
            switch means {
            case .set(let setting, let value): ["resume", folder, setting.option, setting.plainText(value)]
            case .train(let options): ["train", dataset, "--config", folder + "/run.json"] + options
            case .survey: ["data", dataset]
            }
        return "`twinscope \(words.map { $0.hasPrefix("--") ? $0 : ShellWord.quoted($0) }.joined(separator: " "))`"
    }
}

extension RunVerdict.Remedy {
    /// The sentence for plain lines and reports, where nothing can be typed: with whole commands in backquotes.
    public func advice(for run: AdvisedRun) -> String {
        guard let task, let means else { return advice }
        let steering = means.filter(\.isSetting)
        // A run that is complete takes no other settings.
        if run.standing == .completed {
            let other = means.filter { !$0.isSetting }
            let again = other.isEmpty ? steering.map(\.asOption) : other
            return Self.joined(task, again.map(run.command), whenSteered: !steering.isEmpty)
        }
        guard let first = steering.first else { return Self.joined(task, means.map(run.command), whenSteered: false) }
        let stop = run.standing == .training ? "stop the training, then " : ""
        let again = means.first { !$0.isSetting }.map { "; where the network is lost already, start again: \(run.command($0))" }
        return "\(task): \(stop)\(run.command(first))\(again ?? "")"
    }

    private static func joined(_ task: String, _ commands: [String], whenSteered: Bool) -> String {
        guard !commands.isEmpty else { return task }
        return "\(task)\(whenSteered ? ", and start again" : ""): \(commands.joined(separator: ", or "))"
    }

    /// A remedy that says on a live screen what to type there.
    ///
    /// - Parameters:
    ///   - task: an imperative sentence without commands.
    ///   - means: the best first.
    ///   - dataset: where the images are.
    init(_ action: Action, task: String, _ means: [Means], dataset: String = "") {
        var advice = task
        for (place, means) in means.enumerated() {
            switch means {
            case .set(let setting, let value): advice += " (:\(setting.command) \(setting.plainText(value)))"
            case .train(let options):
                let isOtherWay = place > 0 && advice.contains("(:")
                advice +=
                    isOtherWay
                    ? ", and start again where the network is lost already"
                    : "\(place > 0 ? ", or" : "") (\(options.joined(separator: " ")))"
            case .survey: advice += "\(place > 0 ? ", or" : ":") twinscope data \(ShellWord.quoted(dataset))"
            }
        }
        self.init(action, advice, task: task, means: means)
    }
}

extension RunVerdict.Remedy.Means {
    fileprivate var isSetting: Bool { if case .set = self { true } else { false } }

    fileprivate var asOption: Self {
        if case .set(let setting, let value) = self { .train([setting.option, setting.plainText(value)]) } else { self }
    }
}

extension Setting {
    /// The dashboard's command that gives it a value, after a colon.
    public var command: String {
        switch self {
        case .learningRate: "lr"
        case .weightDecay: "decay"
        case .margin, .temperature, .dropout, .augmentation: rawValue
        }
    }

    /// The option of `train` and `resume`.
    public var option: String {
        switch self {
        case .learningRate: "--learning-rate"
        case .weightDecay: "--weight-decay"
        case .margin, .temperature, .dropout, .augmentation: "--\(rawValue)"
        }
    }

    /// A value with three digits as commands read it, kept within what may be set.
    func plainText(_ value: Double) -> String {
        let rounded = Double(Float(value).short) ?? value
        return String(format: "%.4g", kept(rounded))
    }
}
