import Foundation
import MetricLearning
import Runs

/// An evaluation for people: a block a kind of figure, each a table of a name, a number, its interval and what to know about it.
struct EvaluationText {
    private let report: EvaluationReport

    init(_ report: EvaluationReport) {
        self.report = report
    }

    var text: String {
        var blocks = [([headline] + report.remarks.map(Self.sentence)).joined(separator: "\n")]
        if let verification = report.verification { blocks.append(text(verification)) }
        if let oneShot = report.oneShot { blocks.append(text(oneShot)) }
        if let runs = report.oneShotRuns { blocks.append(text(runs)) }
        if let retrieval = report.retrieval { blocks.append(text(retrieval)) }
        return blocks.joined(separator: "\n\n")
    }

    /// What is judged, and at once what of it was trained on.
    private var headline: String {
        let exposures = [
            report.verification?.trainedOn, report.oneShot?.trainedOn, report.oneShotRuns?.trainedOn, report.retrieval?.trainedOn,
        ].compactMap { $0?.words }
        let distinct = exposures.indices.filter { exposures.firstIndex(of: exposures[$0]) == $0 }.map { exposures[$0] }
        return (["\(report.run), \(report.checkpoint) checkpoint at step \(report.step.grouped)"] + distinct)
            .joined(separator: "; ")
    }

    private static func sentence(_ remark: String) -> String { remark.prefix(1).uppercased() + remark.dropFirst() }

    private func title(_ text: String, _ exposure: Exposure?) -> String {
        ([text] + [exposure?.words].compactMap(\.self)).joined(separator: "; ")
    }

    // MARK: Blocks

    private func text(_ verification: VerificationReport) -> String {
        let name =
            "Verification: \(verification.genuinePairs.grouped) genuine and \(verification.impostorPairs.grouped) impostor pairs of "
            + "\(verification.pairs), \(verification.identities.grouped) classes"
        var table = FigureTable(title(name, verification.trainedOn))
        if verification.droppedPairs > 0 {
            table.add("pairs left out", verification.droppedPairs.grouped, note: "an image of theirs cannot be read")
        }
        table.add("area under ROC", share(verification.areaUnderROC))
        table.add(
            "equal error rate", percent(verification.equalErrorRate),
            note: "at distance \(verification.equalErrorThreshold)")
        for accepts in verification.trueAccepts {
            let name = "true accepts at FAR \(String(format: "%g %%", accepts.falseAcceptRate * 100))"
            if let rate = accepts.trueAcceptRate {
                table.add(name, percent(rate))
            } else {
                let needed = Int((1 / accepts.falseAcceptRate).rounded())
                table.add(name, "-", note: "needs \(needed.grouped) impostor pairs")
            }
        }
        if let accuracy = verification.atRunThreshold {
            table.add(
                "accuracy", percent(accuracy.accuracy),
                note: "at distance \(accuracy.threshold), chosen on validation")
            if verification.genuinePairs != verification.impostorPairs {
                table.add("  both kinds half each", percent(accuracy.balancedAccuracy))
            }
        }
        let best = verification.atBestThreshold
        table.add(
            "best accuracy", percent(best.accuracy),
            note: "at distance \(best.threshold), chosen on these pairs: optimistic")
        if let folds = verification.folds {
            table.add(
                "accuracy over \(folds.folds.count) folds", percent(folds.accuracy),
                "+- \(percent(folds.standardError))", note: "thresholds from the other folds; standard error")
        }
        table.add(
            "mean distance", number(verification.genuineDistance),
            note: "genuine; impostor \(number(verification.impostorDistance))")
        return table.text
    }

    private func text(_ oneShot: OneShotReport) -> String {
        var table = FigureTable(
            title(
                "One-shot: \(oneShot.way)-way \(oneShot.shots)-shot, \(oneShot.result.trials.grouped) episodes of "
                    + "\(oneShot.classes.grouped) classes\(oneShot.withinGroup ? ", within a group" : "")", oneShot.trainedOn))
        add(oneShot.result, to: &table)
        return table.text
    }

    private func text(_ runs: OneShotRunsReport) -> String {
        var table = FigureTable(
            title("One-shot runs: \(runs.runs.count.grouped), \(runs.result.trials.grouped) trials", runs.trainedOn))
        for run in runs.runs {
            table.add(run.name, percent(run.result.accuracy), note: "\(run.result.right) of \(run.result.trials), \(run.way)-way")
        }
        add(runs.result, to: &table)
        return table.text
    }

    private func add(_ result: OneShotResult, to table: inout FigureTable) {
        table.add(
            "accuracy", percent(result.accuracy), interval(percent(result.low), percent(result.high)),
            note: "\(result.right.grouped) of \(result.trials.grouped)")
        table.add("error", percent(result.error), interval(percent(1 - result.high), percent(1 - result.low)))
    }

    private func text(_ retrieval: RetrievalReport) -> String {
        var table = FigureTable(
            title(
                "Retrieval: \(retrieval.queries.grouped) queries, each among the \((retrieval.images - 1).grouped) other images",
                retrieval.trainedOn))
        for recall in retrieval.recall { table.add("recall at \(recall.k)", percent(recall.value)) }
        table.add("precision at 1", percent(retrieval.precisionAt1))
        table.add("R-precision", percent(retrieval.rPrecision))
        table.add("MAP at R", percent(retrieval.meanAveragePrecisionAtR))
        return table.text
    }

    // MARK: Numbers

    private func share(_ estimate: Estimate) -> [String] {
        [String(format: "%.4f", estimate.value)] + interval(estimate) { String(format: "%.4f", $0) }
    }

    private func percent(_ estimate: Estimate) -> [String] {
        [percent(estimate.value)] + interval(estimate) { percent($0) }
    }

    private func percent(_ value: some BinaryFloatingPoint) -> String {
        String(format: "%.2f %%", Double(value) * 100)
    }

    /// Of distances that nobody judges by: thresholds are printed in full, since a rounded one may lie on the other side of a pair.
    private func number(_ value: Float) -> String { String(format: "%.4g", value) }

    private func interval(_ estimate: Estimate, _ text: (Float) -> String) -> [String] {
        guard let low = estimate.low, let high = estimate.high else { return [] }
        return [interval(text(low), text(high))]
    }

    private func interval(_ low: String, _ high: String) -> String { "[\(low), \(high)]" }
}

extension Exposure {
    /// What of the images was trained or chosen on; `nil` where nothing was.
    fileprivate var words: String? {
        var parts: [String] = []
        if trainedClasses > 0 {
            let these = trainedImages == 0 ? "by other images" : "\(trainedImages.grouped) of \(images.grouped) images"
            parts.append("\(trainedClasses.grouped) of \(classes.grouped) classes were trained on (\(these))")
        }
        if validationClasses > 0 {
            parts.append(
                parts.isEmpty
                    ? "\(validationClasses.grouped) of \(classes.grouped) classes were used for model selection"
                    : "\(validationClasses.grouped) more were used for model selection")
        }
        if namesakes > 0 {
            parts.append(
                "\(namesakes.grouped)\(parts.isEmpty ? " of \(classes.grouped) classes have the name" : " more have the name") of a class that was trained on"
            )
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

/// A title and aligned rows: names left, numbers right, then interval and note.
struct FigureTable {
    private let title: String
    private var rows: [[String]] = []

    init(_ title: String) {
        self.title = title
    }

    mutating func add(_ name: String, _ value: String, _ interval: String = "", note: String = "") {
        rows.append([name, value, interval, note])
    }

    /// - Parameter estimate: the value, and its interval where there is one.
    mutating func add(_ name: String, _ estimate: [String], note: String = "") {
        rows.append([name, estimate.first ?? "", estimate.dropFirst().first ?? "", note])
    }

    var text: String {
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = row.enumerated().compactMap { column, cell -> String? in
                // A column that is empty in every row takes no room.
                guard widths[column] > 0 else { return nil }
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column == 1 ? blanks + cell : cell + blanks
            }
            let line = cells.joined(separator: "  ")
            return "  " + line.prefix(line.count - line.reversed().prefix { $0 == " " }.count)
        }
        return ([title] + lines).joined(separator: "\n")
    }
}
