import Datasets
import Foundation
import MetricLearning
import Networks
import Runs
import Training

/// A run on one page of HTML that needs nothing else: curves with the edits, distances, the hardest pairs, layers, and the command that
/// repeats it.
public struct RunReport {
    let description: RunDescription
    let steps: [StepMetrics]
    let evaluations: [EvaluationMetrics]
    let edits: [Edit]
    let notices: [Notice]
    let threadPlan: ThreadPlan
    let outcome: RunOutcome?
    let verdicts: [RunVerdict]
    private let folder: String
    let graph: PairGraph
    /// What 1 was said to mean in the run's list of pairs.
    let labels: PairLabels?
    let pictures: TestPictures?

    /// - Parameter pictures: the images of its test pairs; `nil` for a page without pictures.
    /// - Throws: `RunError` where the run cannot be read.
    public init(_ run: RunReader, pictures: TestPictures?) throws {
        let events = try run.events().events
        description = run.manifest.description
        steps = events.compactMap { if case .step(let metrics) = $0 { metrics } else { nil } }
        evaluations = events.compactMap { if case .evaluation(let metrics) = $0 { metrics } else { nil } }
        edits = events.compactMap { if case .edit(let edit) = $0 { edit } else { nil } }
        notices = events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
        threadPlan = ThreadPlan(of: description, events: events)
        outcome = events.compactMap { if case .finished(let outcome) = $0 { outcome } else { nil } }.last
        folder = run.folder
        // A run that was resumed tells the verdict that stood once more.
        verdicts = events.reduce(into: []) { verdicts, event in
            if case .verdict(let verdict) = event, verdict != verdicts.last { verdicts.append(verdict) }
        }
        graph = try PairGraph(description.network)
        labels = run.manifest.data?.labels
        self.pictures = pictures
    }

    /// The evaluation that the run chose, the first of equally good ones.
    var best: EvaluationMetrics? {
        let criterion = description.options.criterion
        return evaluations.reduce(nil) { best, next in
            best.map { criterion.score($0) >= criterion.score(next) } ?? false ? best : next
        }
    }

    /// The whole page.
    public var html: String {
        let title = Markup.escaped(description.name)
        let sections = [figures, curves, distances, hardestPairs, layers, history, repetition].joined()
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>
            \(PageStyle.text)
            </style>
            </head>
            <body>
            <h1>\(title)</h1>
            \(introduction)\(sections)</body>
            </html>

            """
    }

    private var introduction: String {
        let data = description.dataset
        let verdict =
            verdicts.last.map { verdict in
                "<p><b>Verdict: \(Markup.escaped(verdict.kind.title))</b>, since step \(verdict.beganAt): "
                    + "\(Markup.escaped(verdict.evidence)).\(verdict.remedy.map { " \(advice($0))." } ?? "")</p>\n"
            } ?? ""
        let ending =
            outcome.map { "\($0.reason.rawValue) after \($0.step) steps and \(brief($0.elapsed)) s" }
            ?? "not finished when this was written"
        return """
            <p>\(Markup.escaped(description.network.name)), \(Markup.escaped(description.options.loss.name)) loss; begun \
            \(Markup.escaped(description.startedAt)), \(ending).</p>
            <p>\(Markup.escaped(data.path)): \(data.images) images; \(data.split).</p>
            \(verdict)
            """ + (pictures?.remarks ?? []).map { "<p>\(Markup.escaped($0)).</p>\n" }.joined()
    }

    /// With whole commands, since a page steers nothing.
    private func advice(_ remedy: RunVerdict.Remedy) -> String {
        let run = AdvisedRun(
            folder: folder, dataset: description.dataset.path, standing: outcome?.reason == .completed ? .completed : .ended)
        return Markup.code(in: remedy.advice(for: run))
    }

    private var figures: String {
        guard let best else { return "" }
        var tiles = [
            ("validation accuracy", percent(best.accuracy)), ("equal error rate", percent(best.equalErrorRate)),
            ("area under ROC", brief(best.areaUnderROC)),
        ]
        if let accuracy = best.testAccuracy { tiles.append(("test accuracy", percent(accuracy))) }
        if let oneShot = best.oneShotAccuracy, let way = best.oneShotWay {
            tiles.append(("\(way)-way one-shot", percent(oneShot)))
        }
        let network = best.step == 0 ? " of the \(description.wordBeforeTraining) network" : ""
        return "<div class=\"figures\">\n" + tiles.map { "<div><b>\($0.1)</b>\($0.0)</div>\n" }.joined()
            + "</div>\n<p>The evaluation at step \(best.step)\(network), \(description.options.criterion.words)."
            + (best.testAccuracy == nil
                ? ""
                : " Test pairs are of classes used neither for training nor for model selection, judged at the threshold of the validation pairs.")
            + "</p>\n"
    }
}

extension Criterion {
    fileprivate var words: String {
        switch self {
        case .areaUnderROC: "the best by area under ROC"
        case .equalErrorRate: "the best by equal error rate"
        case .accuracy: "the best by validation accuracy"
        case .loss: "the best by validation loss"
        case .oneShot: "the best by one-shot accuracy"
        case .latest: "the latest"
        }
    }
}
