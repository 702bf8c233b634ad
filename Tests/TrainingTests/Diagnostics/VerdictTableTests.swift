import Foundation
import MetricLearning
import Networks
import Testing

@testable import Training

/// Trainings with a real engine that go wrong in known ways, and some that do not: what is said at the end, in which order, and that no
/// advice contradicts another.
@Suite struct VerdictTableTests {
    typealias Kind = RunVerdict.Kind

    struct Row: Sendable, CustomTestStringConvertible {
        let run: ProvokedRun
        /// All that is told, in this order; where there are several ways, all of them.
        let told: [[Kind]]
        var action: RunVerdict.Remedy.Action?

        init(_ run: ProvokedRun, _ told: [Kind]..., advice action: RunVerdict.Remedy.Action? = nil) {
            self.init(run, told: told, advice: action)
        }

        init(_ run: ProvokedRun, told: [[Kind]], advice action: RunVerdict.Remedy.Action? = nil) {
            (self.run, self.told, self.action) = (run, told, action)
        }

        var testDescription: String { run.name }
    }

    private static let losses: [LossSpec] = [
        .contrastive(margin: 1), .triplet(margin: 0.2), .crossEntropy(margin: 1), .supervisedContrastive(), .multiSimilarity(),
        .cosineEmbedding(),
    ]
    private static let adaptive: [OptimizerSpec] = [.adamDefault, .adamWDefault, .rmsPropDefault]

    private static func run(
        _ name: String, _ loss: LossSpec = .contrastive(margin: 1), _ optimizer: OptimizerSpec = .adamDefault, rate: Float = 3e-3,
        _ adjust: (inout ProvokedRun) -> Void = { _ in }
    ) -> ProvokedRun {
        var run = ProvokedRun(name: "\(name), \(loss.name), \(optimizer.name), \(rate)")
        (run.loss, run.optimizer, run.rate) = (loss, optimizer, rate)
        adjust(&run)
        return run
    }

    private static let healthy: [Row] =
        losses.map { Row(run("as usual", $0), [.healthy]) }
        + (2...3).map { seed in Row(run("seed \(seed)") { $0.seed = seed }, [.healthy]) } + [
            Row(run("as usual", .contrastive(margin: 1), .sgdDefault, rate: 3e-2), [.healthy]),
            Row(run("as usual", .contrastive(margin: 1), .rmsPropDefault), [.healthy]),
            Row(run("as usual", .contrastive(margin: 1), .adamWDefault), [.healthy]),
            Row(run("a schedule that comes down") { run in run.change = { $0.schedule = .cosine() } }, [.healthy]),
            Row(run("Koch's weights") { $0.weights = .koch }, [.healthy]),
            Row(run("sigmoids", rate: 1e-2) { $0.layers = sigmoids }, [.healthy]),
            Row(
                run("a learned similarity", .crossEntropy(margin: 1), rate: 5e-3) {
                    $0.head = .similarity(units: 16, dropout: 0)
                }, [.healthy]),
        ]

    /// One optimizer for each loss, and each loss with the rate of nine at which notices used to contradict each other.
    private static let tooFast: [Row] = losses.enumerated().flatMap { place, loss in
        [(OptimizerSpec.sgdDefault, Float(9)), (adaptive[place % 3], 1)].map { optimizer, rate in
            // Losses of angles care nothing for the length of embeddings: they recover even from steps as large as these.
            let ends = rate < 9 && loss.distance == .cosine ? [[.diverging], [.diverging, .healthy]] : [[Kind.diverging]]
            return Row(run("too fast", loss, optimizer, rate: rate), told: ends, advice: .lowerLearningRate)
        }
    }

    private static let tooSlow: [Row] = losses.enumerated().map { place, loss in
        let optimizer = ([.sgdDefault] + adaptive)[place % 4]
        return Row(run("too slow", loss, optimizer, rate: 1e-7), [.slow], advice: .raiseLearningRate)
    }

    private static let sigmoids: [Layer] = [
        .convolution(8, kernel: 3, padding: 1), .sigmoid, .maxPool(2), .flatten, .linear(8), .sigmoid,
    ]

    private static let defects: [Row] = [
        Row(run("all alike") { $0.images = .alike }, [.alike], advice: .changeImages),
        Row(run("all alike", .triplet(margin: 0.2), .sgdDefault) { $0.images = .alike }, [.alike], advice: .changeImages),
        Row(
            run("alike but for a grey level", .supervisedContrastive()) { $0.images = .nearlyAlike }, [.alike],
            advice: .changeImages),
        Row(run("a margin out of reach", .contrastive(margin: 1000), .sgdDefault), [.diverging], advice: .lowerMargin),
        Row(run("hardly a margin", .contrastive(margin: 0.001)), [.exhausted], advice: .raiseMargin),
        Row(run("weights of zero") { $0.weights = .times(0) }, [.collapsed], advice: .chooseInitialization),
        Row(run("weights that are no numbers") { $0.weights = .notANumber }, [.diverging], advice: .chooseInitialization),
        Row(run("dead units") { $0.weights = .deadBiases }, [.saturated], advice: .changeActivations),
        Row(
            run("saturated sigmoids", .contrastive(margin: 1), .sgdDefault) {
                ($0.layers, $0.weights) = (sigmoids, .times(1000))
            },
            [.saturated], advice: .changeActivations),
        Row(
            run("saturated tanhs", .triplet(margin: 0.2), .sgdDefault) { run in
                run.layers = sigmoids.map { $0 == .sigmoid ? .tanh : $0 }
                run.weights = .times(1000)
            }, [.saturated], advice: .changeActivations),
        Row(
            run("a gradient clipped to nothing", .contrastive(margin: 1), .sgdDefault, rate: 1e-2) { run in
                run.change = { $0.gradientClip = 1e-7 }
            }, [.slow], advice: .raiseGradientClip),
        Row(
            run("all layers frozen") { run in run.change = { $0.learningRateFactors = ["conv1": 0, "linear1": 0] } }, [.slow],
            advice: .trainMoreLayers),
        Row(
            run("hardly a genuine pair", rate: 1e-4) { run in
                run.images = .stripes(classes: 40, images: 4)
                run.change = { $0.sampling = .classes(count: 24, images: 2) }
            }, [.unbalanced], advice: .balancePairs),
        Row(
            run("nothing in common", rate: 1e-2) { run in
                run.images = .noise(classes: 40, images: 6)
                run.layers = [.flatten, .linear(128), .relu, .linear(16)]
                run.steps = 600
            }, [.overfitting], advice: .regularize),
    ]

    /// The cause is taken away in mid-run, as the remedy says.
    private static let mended: [Row] = [
        Row(
            run("mended: too slow", .contrastive(margin: 1), .adamDefault, rate: 1e-7) { run in
                (run.steps, run.commands) = (400, [120: .set(.learningRate, 3e-3)])
            }, [.slow, .healthy]),
        Row(
            run("mended: hardly a margin", .contrastive(margin: 0.001)) { run in
                (run.steps, run.commands) = (500, [160: .set(.margin, 1)])
            }, [.exhausted, .healthy]),
        Row(
            run("mended: a margin out of reach", .contrastive(margin: 1000), .sgdDefault) { run in
                (run.steps, run.commands) = (500, [100: .set(.margin, 1)])
            }, [.diverging, .healthy], [.diverging]),
        Row(
            run("mended: too fast", .crossEntropy(margin: 1), .rmsPropDefault, rate: 0.3) { run in
                (run.steps, run.commands) = (500, [120: .set(.learningRate, 1e-3)])
            }, [.diverging, .healthy], [.diverging]),
        Row(
            run("mended: too fast", .multiSimilarity(), .adamWDefault, rate: 1) { run in
                (run.steps, run.commands) = (400, [60: .set(.learningRate, 0.1)])
            }, [.diverging, .healthy]),
        Row(
            run("a larger margin in mid-run") { run in (run.steps, run.commands) = (400, [150: .set(.margin, 3)]) }, [.healthy]),
    ]

    static let rows = healthy + tooFast + tooSlow + defects + mended

    @Test(arguments: rows) func oneCauseIsNamed(row: Row) throws {
        let events = try row.run.events()
        let verdicts = events.compactMap { if case .verdict(let verdict) = $0 { verdict } else { nil } }
        let told = "\(verdicts.map { "\($0.step) \($0.sentence) → \($0.remedy?.advice ?? "-")" })"
        #expect(row.told.contains(verdicts.map(\.kind).filter { $0.isTrouble || $0 == .healthy }), "\(told)")
        let edits = row.run.commands.keys.sorted()
        for (earlier, later) in zip(verdicts, verdicts.dropFirst()) {
            #expect(later.withdrawn == (earlier.kind.isTrouble && earlier.kind != later.kind ? earlier.kind : nil), "\(told)")
        }
        // Between two changes by a person, no advice takes another one back.
        for period in Dictionary(grouping: verdicts, by: { verdict in edits.count { $0 < verdict.step } }).values {
            let actions = Set(period.compactMap(\.remedy?.action))
            #expect(actions.allSatisfy { action in action.opposite.map { !actions.contains($0) } ?? true }, "\(told)")
        }
        if let action = row.action { #expect(verdicts.last { $0.kind.isTrouble }?.remedy?.action == action, "\(told)") }
        for verdict in verdicts { #expect(verdict.kind.isTrouble == (verdict.remedy != nil)) }
        // Nothing else gives advice about the training.
        for case .notice(let notice) in events { #expect(notice.advice == nil) }
        if row.told == [[.alike]] { #expect(verdicts.first?.step == 0) }
    }

    @Test func thereAreEnoughOfThem() {
        #expect(Self.rows.count >= 40 && Self.healthy.count >= 12)
        let names = Self.rows.map(\.run.name)
        #expect(Set(names).count == names.count)
    }
}
