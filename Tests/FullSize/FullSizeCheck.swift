import Engine
import Foundation
import MetricLearning
import Networks
import TestSupport

/// Holds presets at full size to what PyTorch made of them (`Tests/Fixtures/make_full_size.py`), and prints how far apart they are:
/// a row for each file and precision.
///
///     FullSizeCheck FILE.safetensors ...
///
/// Ends with 1 where an f32 row is further from PyTorch's double than `outputTolerance` and `gradientTolerance` allow, and than ten
/// times PyTorch's own f32.
@main enum FullSizeCheck {
    private static let outputTolerance = 1e-5
    private static let gradientTolerance = 1e-4
    private static let lossTolerance = 1e-3

    static func main() throws {
        var isRight = true
        print(row("network", "precision", "outputs", "gradients", "ten losses", "PyTorch f32: outputs", "gradients"))
        for path in CommandLine.arguments.dropFirst() {
            for precision in [Precision.f32, .auto] {
                let fixture = try Fixture(contentsOf: URL(filePath: path))
                let found = try compare(fixture, precision)
                let own = (
                    outputs: Double(fixture.metadata["output_error"] ?? "") ?? 0,
                    gradients: Double(fixture.metadata["gradient_error"] ?? "") ?? 0
                )
                print(
                    row(
                        URL(filePath: path).deletingPathExtension().lastPathComponent, precision.rawValue, text(found.outputs),
                        text(found.gradients),
                        text(found.losses), text(own.outputs), text(own.gradients)))
                guard precision == .f32 else { continue }
                isRight =
                    isRight && found.outputs <= max(outputTolerance, 10 * own.outputs)
                    && found.gradients <= max(gradientTolerance, 10 * own.gradients) && found.losses <= lossTolerance
            }
        }
        if !isRight { exit(1) }
    }

    private static func compare(_ fixture: Fixture, _ precision: Precision) throws -> (
        outputs: Double, gradients: Double, losses: Double
    ) {
        let graph = try PairGraph(spec(of: fixture))
        let images: [Float] = try fixture.values("images")
        let pairs = images.count / graph.left.input.count / 2
        let engine = try SiameseEngine(
            graph, parameters: fixture.group("parameter"),
            options: EngineOptions(
                images: 2 * pairs, threads: ProcessInfo.processInfo.activeProcessorCount,
                optimizer: .sgd(momentum: 0.9, nesterov: false, weightDecay: 0), precision: precision))
        // PyTorch's side has none.
        engine.dropoutFactor = 0
        var rows = Matrix(rows: 2 * pairs, columns: graph.left.output.count)
        var logits = [Float](repeating: 0, count: pairs)
        let seed: [Float] = try fixture.values("seed")
        if graph.head == nil {
            try engine.forward(images, step: 0, into: &rows)
            try engine.backward(Matrix(rows: rows.rows, columns: rows.columns, values: seed))
        } else {
            try engine.forward(images, step: 0, into: &rows, logits: &logits)
            try engine.backward(logits: seed)
        }
        var outputs = relativeDifference(rows.values, try fixture.values("output"))
        if graph.head != nil { outputs = max(outputs, relativeDifference(logits, try fixture.values("logits"))) }
        let expected = fixture.group("gradient")
        let found = try engine.gradients()
        let floor = Double(expected.map { $0.tensor.values.reduce(0) { max($0, abs($1)) } }.max() ?? 0) / 100
        let gradients = expected.map { name, tensor in
            relativeDifference(found[name]?.values ?? [], tensor.values, atLeast: floor)
        }
        try engine.load(fixture.group("parameter"))
        let losses = try train(engine, images, pairs: pairs, rate: Float(fixture.text("rate")) ?? 0)
        return (outputs, gradients.max() ?? .infinity, relativeDifference(losses, try fixture.values("losses")))
    }

    /// A preset by its name, or any network by its JSON form.
    private static func spec(of fixture: Fixture) throws -> NetworkSpec {
        if let json = fixture.metadata["spec"] { return try NetworkSpec(json: Data(json.utf8)) }
        return try Preset.named(fixture.text("preset")).spec()
    }

    /// Ten steps on pairs of which every other one is genuine.
    private static func train(_ engine: SiameseEngine, _ images: [Float], pairs: Int, rate: Float) throws -> [Float] {
        let same = (0..<pairs).map { $0.isMultiple(of: 2) }
        var rows = Matrix(rows: 2 * pairs, columns: engine.graph.left.output.count)
        var gradient = rows
        var logits = [Float](repeating: 0, count: pairs)
        var slopes = logits
        return try (0..<10).map { step in
            let loss: Float
            if engine.graph.head == nil {
                try engine.forward(images, step: step, into: &rows)
                loss = LossSpec.contrastive(margin: 1).evaluate(rows, same: same, gradient: &gradient).value
                try engine.backward(gradient)
            } else {
                try engine.forward(images, step: step, into: &rows, logits: &logits)
                loss = LogitLoss.evaluate(logits: logits, same: same, gradient: &slopes)
                try engine.backward(logits: slopes)
            }
            try engine.update(learningRate: rate)
            return loss
        }
    }

    private static func row(_ cells: String...) -> String {
        cells.map { $0.padding(toLength: max($0.count, 16), withPad: " ", startingAt: 0) }.joined(separator: " ")
    }

    private static func text(_ number: Double) -> String { String(format: "%.1e", number) }
}
