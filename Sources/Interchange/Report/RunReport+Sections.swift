import Datasets
import Foundation
import MetricLearning
import Networks
import Training

extension RunReport {
    var curves: String {
        let marks = edits.map { LineChart.Mark(x: Double($0.step), text: "\($0.setting.title) \(brief($0.new))") }
        let loss = LineChart(
            lines: [
                LineChart.Line(name: "training loss", points: thinned(steps.map { (Double($0.step), Double($0.loss)) })),
                LineChart.Line(name: "validation loss", points: evaluations.map { (Double($0.step), Double($0.loss)) }),
            ], marks: marks, horizontal: "step", yRange: lossRange)
        let figures = LineChart(
            lines: [
                LineChart.Line(name: "validation accuracy", points: evaluations.map { (Double($0.step), Double($0.accuracy)) }),
                LineChart.Line(name: "area under ROC", points: evaluations.map { (Double($0.step), Double($0.areaUnderROC)) }),
                LineChart.Line(
                    name: "test accuracy",
                    points: evaluations.compactMap { figures in figures.testAccuracy.map { (Double(figures.step), Double($0)) } }),
            ], marks: marks, horizontal: "step")
        return Markup.section(
            "Training",
            Markup.figure(
                loss.svg,
                "Loss; training losses are averaged over neighbouring steps, the highest are cut off."
                    + (edits.isEmpty ? "" : " Dashed lines are edits."))
                + Markup.figure(figures.svg, "Figures of every evaluation."))
    }

    /// The first losses are often so high that nothing else could be told apart: the axis ends a little above nearly all of them.
    private var lossRange: ClosedRange<Double>? {
        let losses = (steps.map(\.loss) + evaluations.map(\.loss)).filter(\.isFinite).map(Double.init).sorted()
        guard let least = losses.first, let most = losses.last, most > least else { return nil }
        return min(0, least)...min(most, max(losses[losses.count * 19 / 20] * 1.5, least + 1e-6))
    }

    var distances: String {
        guard let best, let judged = judgedPairs,
            let verification = try? Verification(distances: judged.map(\.distance), same: judged.map(\.pair.same))
        else { return "" }
        let histogram = DistanceHistogram(
            genuine: judged.filter(\.pair.same).map(\.distance), impostor: judged.filter { !$0.pair.same }.map(\.distance),
            threshold: best.threshold)
        let corners = verification.corners.map { (Double($0.falseAcceptRate), Double($0.trueAcceptRate)) }
        let roc = LineChart(
            lines: [LineChart.Line(name: "true accept rate", points: corners)], horizontal: "false accept rate", xRange: 0...1,
            yRange: 0...1)
        return Markup.section(
            "Distances of \(judged.count) test pairs",
            Markup.figure(histogram.svg, "Genuine pairs upwards, impostors downwards.")
                + Markup.figure(
                    roc.svg,
                    "ROC; area \(brief(verification.areaUnderROC)), equal error rate \(percent(verification.equalErrorRate))."))
    }

    /// Wrong verdicts first, the farthest from the threshold first.
    var hardestPairs: String {
        guard let best, let judged = judgedPairs, !judged.isEmpty else { return "" }
        let order = judged.sorted { error($0, best.threshold) > error($1, best.threshold) }
        let cards = order.prefix(12).map { judged in
            let isRight = error(judged, best.threshold) < 0
            return """
                <div>\(picture(judged.pair.left)) \(picture(judged.pair.right))
                <p>\(judged.pair.same ? "genuine" : "impostor"), distance \(brief(judged.distance)): \(isRight ? "right" : "wrong")<br>
                \(Markup.escaped(judged.pair.left.file))<br>\(Markup.escaped(judged.pair.right.file))</p></div>

                """
        }
        return Markup.section("Hardest test pairs", "<div class=\"pairs\">\n\(cards.joined())</div>\n")
    }

    var layers: String {
        let parts = [graph.left] + [graph.right, graph.head].compactMap { $0 }
        let rows = parts.flatMap(\.nodes).map { node in
            [
                node.name, node.operation.typeName, node.inputShape.description, node.outputShape.description,
                whole(node.parameterCount), whole(node.multiplyAccumulates),
            ]
        }
        let parameters = parts.reduce(0) { $0 + $1.parameterCount }
        let total = ["total", "", "", "", whole(parameters), whole(parts.reduce(0) { $0 + $1.multiplyAccumulates })]
        return Markup.section(
            "Layers",
            Markup.table(
                ["layer", "type", "input", "output", "parameters", "multiply-accumulates"], rows + [total], numericFrom: 4))
    }

    var history: String {
        var rows = edits.map {
            (Double($0.step), ["\($0.step)", "edit", "\($0.setting.title) \(brief($0.old)) to \(brief($0.new))"])
        }
        rows += notices.map { (Double($0.step), ["\($0.step)", $0.severity.rawValue, $0.message]) }
        guard !rows.isEmpty else { return "" }
        return Markup.section(
            "What happened", Markup.table(["step", "kind", "what"], rows.sorted { $0.0 < $1.0 }.map(\.1), numericFrom: 3))
    }

    /// The command with the file that it needs, to be copied whole.
    var repetition: String {
        struct Configuration: Encodable {
            let network: NetworkSpec
            let options: TrainingOptions
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let configuration = Configuration(network: description.network, options: description.options)
        guard let json = try? encoder.encode(configuration) else { return "" }
        func quoted(_ path: String) -> String { "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'" }
        let pretrained = description.pretrained.map { " --pretrained \(quoted($0))" } ?? ""
        let command = """
            cat > configuration.json <<'END'
            \(WrappedJSON.text(String(decoding: json, as: UTF8.self)))
            END
            twinscope train \(quoted(description.dataset.path)) --config configuration.json --threads \(threadPlan.text)\(pretrained)
            """
        let edits = edits.isEmpty ? "" : "<p>Without the edits, which were made by hand.</p>\n"
        return Markup.section("To repeat it", edits + "<pre>\(Markup.escaped(command))</pre>\n")
    }

    // MARK: Pairs

    struct JudgedPair {
        let pair: PairDescription
        let distance: Float
    }

    private var judgedPairs: [JudgedPair]? {
        guard let best, best.testDistances.count == description.testPairs.count else { return nil }
        return zip(description.testPairs, best.testDistances).filter { $1.isFinite }.map { JudgedPair(pair: $0, distance: $1) }
    }

    /// Above zero where the verdict is wrong.
    private func error(_ judged: JudgedPair, _ threshold: Float) -> Float {
        judged.pair.same ? judged.distance - threshold : threshold - judged.distance
    }

    /// A small PNG inside the page; an image that is gone is named by its file alone.
    private func picture(_ side: PairDescription.Side) -> String {
        let file = side.file.hasPrefix("/") ? side.file : images + "/" + side.file
        guard let image = try? ImageDecoder.decode(contentsOf: file),
            let small = try? ContactSheet.compose([[image]], cell: 80), let bytes = try? PNGEncoder.encode(small)
        else { return "" }
        return
            "<img alt=\"\(Markup.escaped(side.className))\" src=\"data:image/png;base64,\(Data(bytes).base64EncodedString())\">"
    }

    /// At most this many points, each the mean of its neighbours.
    private func thinned(_ points: [(x: Double, y: Double)], to limit: Int = 500) -> [(x: Double, y: Double)] {
        let finite = points.filter { $0.y.isFinite }
        guard finite.count > limit else { return finite }
        return (0..<limit).map { part in
            let group = finite[part * finite.count / limit..<(part + 1) * finite.count / limit]
            let count = Double(group.count)
            return (group.reduce(0) { $0 + $1.x } / count, group.reduce(0) { $0 + $1.y } / count)
        }
    }
}
