import Foundation
import MetricLearning
import Networks
import Runs
import Training

@testable import Dashboard

/// A run that looks like a real one, made of arithmetic: the same on every machine.
struct SampleRun {
    var steps = 4_000
    var stepsPerEpoch = 500
    var totalSteps: Int? = 10_000
    var pairs = 40
    var network = Preset.conv4.spec()

    var description: RunDescription {
        RunDescription(
            name: "glyphs-conv4", startedAt: "2026-01-02T03:04:05Z", network: network,
            options: TrainingOptions(batchPairs: 32, duration: .steps(totalSteps ?? steps), threads: 2),
            dataset: DatasetSummary(
                path: "assets/datasets/glyphs", images: 1_440, classes: 72, trainingClasses: 48, validationClasses: 12,
                testClasses: 12, brokenFiles: 1),
            stepsPerEpoch: stepsPerEpoch, totalSteps: totalSteps, totalSeconds: nil,
            testPairs: (0..<pairs).map(pair))
    }

    private func pair(_ index: Int) -> PairDescription {
        let same = index % 2 == 0
        let left = "alphabet\(index % 3 + 1)/character\(String(format: "%02d", index % 7 + 1))"
        let right = same ? left : "alphabet\((index + 1) % 3 + 1)/character\(String(format: "%02d", (index * 3) % 7 + 2))"
        return PairDescription(
            left: PairDescription.Side(file: "\(left)/\(index)_a.png", className: left),
            right: PairDescription.Side(file: "\(right)/\(index)_b.png", className: right), same: same)
    }

    /// A repeatable number in 0 ..< 1.
    private func noise(_ index: Int) -> Float {
        Float((UInt64(index) &* 0x9E37_79B9_7F4A_7C15) >> 40) / Float(1 << 24)
    }

    func step(_ step: Int) -> StepMetrics {
        let decay = Float(exp(-Double(step) / 900))
        let lowered: Float = step > 2_600 ? 0.75 : 1
        let loss = (0.055 + 0.34 * decay) * (0.75 + 0.5 * noise(step)) * lowered + (step == 1_777 ? 0.4 : 0)
        return StepMetrics(
            step: step, epoch: (step - 1) / stepsPerEpoch + 1, elapsed: Double(step) * 0.025, loss: loss,
            learningRate: step > 2_600 ? 3e-4 : 1e-3, margin: step > 1_400 ? 1.2 : 1,
            gradientNorm: 0.2 + 2 * decay * noise(step + 7),
            genuineDistance: 0.2 + 0.3 * decay, impostorDistance: 1.1 - 0.6 * decay, activeFraction: 0.35 + 0.6 * decay,
            pairsPerSecond: 1_250 + 60 * Double(noise(step / 50)), dataWait: 0.03)
    }

    func evaluation(_ step: Int) -> EvaluationMetrics {
        let decay = Float(exp(-Double(step) / 1_100))
        let distances = (0..<pairs).map { index in
            let centre: Float = index % 2 == 0 ? 0.28 + 0.25 * decay : 1.05 - 0.4 * decay
            return max(0, centre + (noise(index * 31 + 5) - 0.5) * (0.9 + 0.2 * noise(index + step)))
        }
        return EvaluationMetrics(
            step: step, epoch: (step - 1) / stepsPerEpoch + 1, elapsed: Double(step) * 0.025, loss: 0.085 + 0.3 * decay,
            accuracy: 0.93 - 0.35 * decay, threshold: 0.62 - 0.05 * decay, equalErrorRate: 0.075 + 0.35 * decay,
            areaUnderROC: 0.975 - 0.4 * decay, genuineDistance: 0.28 + 0.25 * decay, impostorDistance: 1.05 - 0.4 * decay,
            testDistances: distances, testAccuracy: 0.91 - 0.34 * decay, duration: 0.4)
    }

    /// How the layers with parameters stand, the first convolution's filters with them.
    func layers(_ step: Int) -> LayerStatistics {
        let decay = Float(exp(-Double(step) / 1_500))
        func values(_ seed: Int, _ spread: Float) -> [Float] {
            (0..<400).map { place in
                let sum = noise(seed + place) + noise(seed + 3 * place) + noise(seed + 7 * place + 1) - 1.5
                return sum * spread
            }
        }
        let names = ["conv1", "conv2", "conv3", "conv4", "fc"]
        let figures = names.enumerated().map { place, name in
            LayerFigures(
                name: name, weightNorm: 8 + Float(place), gradientNorm: 0.02 + 0.4 * decay,
                updateRatio: (2e-4 + 4e-3 * decay) * (0.8 + 0.4 * noise(step + place)),
                deadFraction: name == "fc" ? nil : 0.03 * Float(place) + 0.02 * decay,
                weights: ValueHistogram(values(place * 997, 0.2)), gradients: ValueHistogram(values(place * 991 + 5, 0.004)))
        }
        let filters = FilterPictures(
            layer: "conv1", shape: [64, 1, 3, 3], weights: values(17, 0.3) + values(19, 0.3).prefix(176))
        return LayerStatistics(step: step, elapsed: Double(step) * 0.025, layers: figures, filters: filters)
    }

    /// What the layers took in the first steps.
    var layerCosts: LayerCosts {
        let graph = try? NetworkGraph(network)
        let layers = (graph?.nodes ?? []).enumerated().map { place, node in
            let isMerged = if case .activation = node.operation { true } else { false }
            let hasWeights = !node.parameters.isEmpty
            return LayerCost(
                name: node.name, seconds: isMerged ? 0 : (0.2 + 3 * Double(noise(place))) * 1e-3,
                forward: isMerged ? "" : hasWeights ? "brgconv:avx512_core" : "jit:avx512_core",
                backwardData: isMerged ? "" : "jit:avx512_core", backwardWeights: hasWeights ? "jit:avx512_core" : "",
                activationBytes: isMerged ? 0 : node.outputShape.count * 256)
        }
        return LayerCosts(step: 8, elapsed: 0.2, layers: layers)
    }

    /// Images of a few classes whose clouds draw apart in the course of the training.
    func embeddings(_ step: Int) -> EmbeddingSnapshot {
        let (classes, images, features) = (6, 48, 8)
        let spread = Float(exp(-Double(step) / 1_500))
        let values = (0..<images).flatMap { image in
            (0..<features).map { feature in
                let centre: Float = feature == image % classes ? 1 : 0
                return centre * (1 - 0.7 * spread) + (noise(image * 41 + feature * 7 + 3) - 0.5) * (0.7 + spread)
            }
        }
        let sides = (0..<images).map { image in
            let name = "alphabet\(image % 2 + 1)/character\(String(format: "%02d", image % classes + 1))"
            return PairDescription.Side(file: "\(name)/\(image / classes)_a.png", className: name)
        }
        return EmbeddingSnapshot(
            step: step, elapsed: Double(step) * 0.025, images: step == 250 ? sides : nil,
            embeddings: Matrix(rows: images, columns: features, values: values))
    }

    /// Everything that happened, in order, up to a run that goes on.
    var events: [Event] {
        var events: [Event] = [.started(description), .state(StateChange(step: 0, elapsed: 0, state: .training))]
        for step in 1...max(1, steps) {
            if step == 1_400 { events.append(edit(.margin, 1, 1.2, at: step)) }
            if step == 2_600 { events.append(edit(.learningRate, 1e-3, 3e-4, at: step)) }
            events.append(.step(self.step(step)))
            if step == 8 { events.append(.layerCosts(layerCosts)) }
            if step % 250 == 0 {
                events.append(.evaluation(evaluation(step)))
                events.append(.embeddings(embeddings(step)))
                events.append(.layers(layers(step)))
            }
            if step % 1_000 == 0 {
                events.append(
                    .checkpoint(
                        CheckpointRecord(
                            step: step, elapsed: Double(step) * 0.025, kind: .best, file: "checkpoints/best.safetensors")))
            }
            if step == 1_777 {
                events.append(
                    .notice(
                        Notice(
                            step: step, elapsed: Double(step) * 0.025, severity: .warning,
                            message: "the loss jumped to five times its mean",
                            advice: "lower the learning rate if it happens again")))
            }
        }
        return events
    }

    private func edit(_ setting: Setting, _ old: Double, _ new: Double, at step: Int) -> Event {
        .edit(Edit(step: step, elapsed: Double(step) * 0.025, setting: setting, old: old, new: new, id: step))
    }

    /// Runs beside this one, one for every way in which a run can stand.
    var rows: [RunRow] {
        let all: [(String, RunStanding, Int, Int?, RunVerdict.Kind?, String?)] = [
            ("faces-resnet18", .training, 2_310, 2_250, .overfitting, nil),
            ("glyphs-conv4", .completed, 10_000, 9_750, .healthy, nil),
            ("glyphs-margin-2", .stopped, 4_100, 0, .diverging, nil), ("glyphs-wide", .interrupted, 6_250, 5_500, nil, nil),
            ("glyphs-too-fast", .failed, 31, nil, .early, "the loss is no number"),
        ]
        return all.map { name, standing, step, best, verdict, message in
            RunRow(
                folder: "runs/\(name)", description: description, standing: standing, step: step, elapsed: Double(step) * 0.025,
                best: best.map(evaluation), hasCheckpoint: best != nil, message: message,
                verdict: verdict.map { RunVerdict(step: step / 2, elapsed: 0, kind: $0, evidence: "the evidence") })
        }
    }

    /// A state that has seen all events.
    func state(_ capabilities: Capabilities = Capabilities(), isLive: Bool = true) -> DashboardState {
        var state = DashboardState(capabilities: capabilities, isLive: isLive)
        state.tick(now: 100)
        for event in events { state.apply(event) }
        state.provide(rows, unreadable: ["runs/torn holds no run: there is no run.json in it"])
        state.tick(now: 110)
        return state
    }
}

extension DashboardState {
    static let usual = Size(columns: 80, rows: 24)

    /// Presses keys one after another, and provides a drawing for every picture that is wanted.
    @discardableResult
    mutating func press(_ keys: Key..., size: Size = usual) -> [Effect] {
        let effects = keys.flatMap { handle($0, size: size) }
        provideDrawings()
        return effects
    }

    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        text.flatMap { handle(.character($0), size: Self.usual) }
    }

    mutating func provideDrawings() {
        // What the host does beside the screen's thread.
        if var task = takeMapTask() {
            while let layout = task.next() { provide(layout) }
        }
        for file in wantedPictures {
            provide(SampleDrawing.glyph(seed: file.unicodeScalars.reduce(0) { $0 + Int($1.value) }), for: file)
        }
    }
}

/// Pictures made of arithmetic.
enum SampleDrawing {
    /// A dark ring and a stroke on white, 105x105.
    static func glyph(seed: Int, side: Int = 105) -> Picture? {
        var pixels = Array(repeating: UInt8(255), count: side * side)
        let centre = (x: 45 + seed % 17, y: 40 + seed % 23)
        let radius = 18 + seed % 14
        for y in 0..<side {
            for x in 0..<side {
                let distance = Double((x - centre.x) * (x - centre.x) + (y - centre.y) * (y - centre.y)).squareRoot()
                let isRing = abs(distance - Double(radius)) < 1.6
                let isStroke = abs(x - y + seed % 40 - 20) < 2 && y > 20 && y < 90
                if isRing || isStroke { pixels[y * side + x] = 0 }
            }
        }
        return Picture(width: side, height: side, channels: 1, pixels: pixels)
    }

    static func gradient(channels: Int, width: Int = 48, height: Int = 32) -> Picture? {
        let pixels = (0..<height).flatMap { y in
            (0..<width).flatMap { x in
                (0..<channels).map { channel in
                    UInt8(channel == 0 ? x * 255 / (width - 1) : channel == 1 ? y * 255 / (height - 1) : 128)
                }
            }
        }
        return Picture(width: width, height: height, channels: channels, pixels: pixels)
    }
}
