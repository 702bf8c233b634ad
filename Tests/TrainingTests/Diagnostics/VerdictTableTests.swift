import Foundation
import MetricLearning
import Networks
import Testing

@testable import Training

/// Trainings with a real engine that go wrong in known ways, and some that do not: what is said at the end, in which order, and that no
/// advice contradicts another.
@Suite(
    .serialized,
    .enabled(
        if: ProcessInfo.processInfo.environment["TWINSCOPE_LONG_TESTS"] != nil,
        "38 trainings take minutes; TWINSCOPE_LONG_TESTS=1 swift test -c release -Xswiftc -enable-testing --filter VerdictTable")
) struct VerdictTableTests {
    typealias Kind = RunVerdict.Kind

    struct Row: Sendable, CustomTestStringConvertible {
        let run: ProvokedRun
        /// What may be told, in this order; some of it may be left out, but not the last unless several may be last.
        let order: [Kind]
        let last: Set<Kind>
        var action: RunVerdict.Remedy.Action?

        init(_ run: ProvokedRun, _ order: [Kind], last: Set<Kind>? = nil, _ action: RunVerdict.Remedy.Action? = nil) {
            (self.run, self.order, self.action) = (run, order, action)
            self.last = last ?? Set(order.suffix(1))
        }

        var testDescription: String { run.name }
    }

    private static let losses: [LossSpec] = [
        .contrastive(margin: 1), .triplet(margin: 0.2), .crossEntropy(margin: 1), .supervisedContrastive(), .multiSimilarity(),
        .cosineEmbedding(),
    ]

    private static func run(
        _ name: String, _ loss: LossSpec = .contrastive(margin: 1), _ optimizer: OptimizerSpec = .adamDefault, rate: Float = 1e-3,
        images: ProvokedRun.Images = .glyphs, steps: Int = 200, weights: ProvokedRun.Weights = .drawn, layers: [Layer]? = nil,
        change: @escaping @Sendable (inout TrainingOptions) -> Void = { _ in }
    ) -> ProvokedRun {
        var run = ProvokedRun(name: "\(name), \(loss.name), \(optimizer.name), \(rate)") { options in
            if loss.judgesSinglePairs { options.batchPairs = 16 } else { options.sampling = .classes(count: 4, images: 4) }
            change(&options)
        }
        (run.images, run.loss, run.optimizer, run.rate, run.steps, run.weights) = (images, loss, optimizer, rate, steps, weights)
        if let layers { run.layers = layers }
        return run
    }

    private static let healthy: [Row] =
        losses.map { Row(run("defaults", $0, images: .glyphs), [.healthy]) } + [
            Row(run("defaults", .contrastive(margin: 1), .sgdDefault, rate: 1e-2), [.healthy]),
            Row(run("defaults", .contrastive(margin: 1), .rmsPropDefault), [.healthy]),
            Row(run("a schedule that comes down", rate: 3e-3) { $0.schedule = .cosine() }, [.healthy]),
            Row(run("Koch's weights", weights: .koch), [.healthy]),
        ]

    /// One optimizer for each loss, and each loss with the rate of nine at which notices used to contradict each other.
    private static let tooFast: [Row] = zip(
        losses, [.adamDefault, .adamWDefault, .rmsPropDefault, .adamDefault, .rmsPropDefault, .adamWDefault] as [OptimizerSpec]
    )
    .flatMap { loss, optimizer in
        [(OptimizerSpec.sgdDefault, Float(9)), (optimizer, 1)].map { optimizer, rate in
            Row(
                run("too fast", loss, optimizer, rate: rate), [.diverging, .collapsed], last: [.diverging, .collapsed],
                .lowerLearningRate)
        }
    }

    private static let tooSlow: [Row] = losses.enumerated().map { place, loss in
        Row(run("too slow", loss, place % 2 == 0 ? .sgdDefault : .adamDefault, rate: 1e-7), [.slow], .raiseLearningRate)
    }

    private static let defects: [Row] = [
        Row(run("all alike", images: .alike), [.alike], .changeImages),
        Row(run("all alike", .triplet(margin: 0.2), .sgdDefault, images: .alike), [.alike], .changeImages),
        Row(run("alike but for a grey level", .supervisedContrastive(), images: .nearlyAlike), [.alike], .changeImages),
        Row(run("a margin out of reach", .contrastive(margin: 1000), .sgdDefault), [.collapsed, .diverging], .lowerMargin),
        Row(run("hardly a margin", .contrastive(margin: 0.001)), [.exhausted], .raiseMargin),
        Row(run("weights of zero", weights: .zero, change: { _ in }), [.collapsed], .chooseInitialization),
        Row(
            run(
                "a gradient clipped to nothing", rate: 1e-2,
                change: { options in
                    options.gradientClip = 1e-7
                    options.optimizer = .sgdDefault
                }), [.slow], .raiseGradientClip),
        Row(run("all layers frozen") { $0.learningRateFactors = ["conv1": 0, "linear1": 0] }, [.slow], .trainMoreLayers),
        Row(
            run("hardly a genuine pair", rate: 1e-4) { $0.sampling = .classes(count: 16, images: 2) }, [.unbalanced],
            .balancePairs),
        Row(run("dead units", weights: .deadBiases), [.saturated], .changeActivations),
    ]

    static let rows = healthy + tooFast + tooSlow + defects

    @Test func thereAreEnoughOfThem() { #expect(Self.rows.count >= 25) }

    @Test(arguments: rows) func oneCauseIsNamed(row: Row) throws {
        let events = try row.run.events(seed: 11)
        let verdicts = events.compactMap { if case .verdict(let verdict) = $0 { verdict } else { nil } }
        let told = "\(verdicts.map { "\($0.step) \($0.sentence)" })"
        let kinds = verdicts.map(\.kind).filter { $0 != .early }
        #expect(row.last.contains(kinds.last ?? .early), "\(told)")
        var rest = kinds[...]
        for kind in row.order { rest = rest.drop { $0 == kind } }
        #expect(rest.isEmpty, "told in another order: \(told)")
        let actions = Set(verdicts.compactMap(\.remedy?.action))
        #expect(actions.allSatisfy { action in action.opposite.map { !actions.contains($0) } ?? true }, "\(told)")
        if let action = row.action { #expect(verdicts.last?.remedy?.action == action, "\(told)") }
        for verdict in verdicts { #expect(verdict.kind.isTrouble == (verdict.remedy != nil)) }
        // Nothing else gives advice about the training.
        for case .notice(let notice) in events { #expect(notice.advice == nil) }
        if row.last == [.alike] { #expect(verdicts.first?.step == 0) }
    }
}
