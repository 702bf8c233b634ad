import MetricLearning
import Testing

@testable import Training

/// Streams of events that provoke each diagnostic, and one of a healthy run that provokes none.
@Suite struct DiagnosticsTests {
    private static func step(
        _ number: Int, loss: Float, genuine: Float = 0.4, impostor: Float = 0.9, active: Float = 0.8, genuineFraction: Float = 0.5
    ) -> Event {
        .step(
            StepMetrics(
                step: number, epoch: 1, elapsed: Double(number), loss: loss, learningRate: 1e-3, margin: 1, gradientNorm: 1,
                genuineDistance: genuine, impostorDistance: impostor, activeFraction: active, pairsPerSecond: 100, dataWait: 0,
                genuineFraction: genuineFraction))
    }

    private static func evaluation(_ step: Int, loss: Float) -> Event {
        .evaluation(
            EvaluationMetrics(
                step: step, epoch: 1, elapsed: Double(step), loss: loss, accuracy: 0.8, threshold: 0.5, equalErrorRate: 0.2,
                areaUnderROC: 0.9, genuineDistance: 0.3, impostorDistance: 0.9, testDistances: [], testAccuracy: 0.8, duration: 0)
        )
    }

    private static func layers(_ step: Int, _ figures: [LayerFigures]) -> Event {
        .layers(LayerStatistics(step: step, elapsed: Double(step), layers: figures))
    }

    private static func figures(
        _ name: String, gradient: Float = 0.1, ratio: Float? = 1e-3, dead: Float? = 0.1
    ) -> LayerFigures {
        LayerFigures(
            name: name, weightNorm: 1, gradientNorm: gradient, updateRatio: ratio, deadFraction: dead,
            weights: ValueHistogram([0, 1]), gradients: ValueHistogram([0, 1]))
    }

    private static func notices(_ events: [Event], loss: LossSpec = .contrastive(margin: 1)) -> [Notice] {
        var diagnostics = Diagnostics(loss: loss)
        return events.flatMap { diagnostics.examine($0) }
    }

    private static func expectOne(_ topic: Notice.Topic, in notices: [Notice], saying word: String) {
        #expect(notices.map(\.topic) == [topic])
        #expect(notices.first?.message.contains(word) == true, "\(notices.first?.message ?? "nothing")")
        #expect(notices.first?.advice?.isEmpty == false)
    }

    @Test func aHealthyRunIsLeftInPeace() {
        var events: [Event] = []
        for number in 1...1_000 {
            let share = Float(number) / 1_000
            events.append(Self.step(number, loss: 0.5 - 0.4 * share, genuine: 0.5 - 0.2 * share, impostor: 0.55 + 0.4 * share))
            if number % 100 == 0 {
                events.append(Self.evaluation(number, loss: 0.5 - 0.3 * share))
                events.append(Self.layers(number, [Self.figures("conv1"), Self.figures("linear1", gradient: 0.01)]))
            }
        }
        #expect(Self.notices(events).isEmpty)
    }

    @Test func collapsedDistances() {
        let events = (1...400).map { Self.step($0, loss: 0.4, genuine: 0.001, impostor: 0.002) }
        Self.expectOne(.collapse, in: Self.notices(events), saying: "near zero")
    }

    @Test(arguments: [
        (LossSpec.contrastive(margin: 1), Float(0.5), "squared margin"),
        (.triplet(margin: 1), 1, "the margin"),
        (.crossEntropy(margin: 1), 0.693, "logarithm of 2"),
    ])
    func lossesThatAreStuck(_ loss: LossSpec, _ value: Float, _ word: String) {
        let stuck = (1...400).map { Self.step($0, loss: value, genuine: 0.5, impostor: 0.5) }
        Self.expectOne(.collapse, in: Self.notices(stuck, loss: loss), saying: word)
        // The same value in passing, or at distances that differ, is no collapse.
        let passing = (1...400).map { Self.step($0, loss: value, genuine: 0.5, impostor: 0.8) }
        #expect(Self.notices(passing, loss: loss).isEmpty)
    }

    @Test func impostorsBeyondTheMargin() {
        let events = (1...150).map { Self.step($0, loss: 0.01, genuine: 0.1, impostor: 1.4, active: 0.5) }
        Self.expectOne(.easyPairs, in: Self.notices(events), saying: "beyond the margin")
        let triplets = (1...150).map { Self.step($0, loss: 0.01, active: 0) }
        Self.expectOne(.easyPairs, in: Self.notices(triplets, loss: .triplet(margin: 0.2)), saying: "beyond the margin")
    }

    @Test func unbalancedPairs() {
        let events = (1...60).map { Self.step($0, loss: 0.2, genuineFraction: 0.03) }
        Self.expectOne(.unbalancedPairs, in: Self.notices(events), saying: "3 %")
        #expect(Self.notices(events, loss: .triplet(margin: 0.2)).isEmpty)
    }

    @Test func overfitting() {
        var events: [Event] = []
        for round in 0..<10 {
            events += (1...60).map { Self.step(round * 60 + $0, loss: 0.3 / Float(round + 1)) }
            events.append(
                Self.evaluation(round * 60 + 60, loss: round < 3 ? 0.3 - 0.05 * Float(round) : 0.2 + 0.05 * Float(round)))
        }
        Self.expectOne(.overfitting, in: Self.notices(events), saying: "step 180")
    }

    @Test func layersThatGoWrong() {
        let healthy = Self.figures("conv1")
        Self.expectOne(
            .deadUnits, in: Self.notices([Self.layers(50, [healthy, Self.figures("conv2", dead: 0.9)])]),
            saying: "90 % of the units of conv2")
        Self.expectOne(
            .explodingGradient, in: Self.notices([Self.layers(50, [healthy, Self.figures("conv2", gradient: 5e3)])]),
            saying: "conv2")
        Self.expectOne(
            .vanishingGradient, in: Self.notices([Self.layers(50, [healthy, Self.figures("conv2", gradient: 1e-9)])]),
            saying: "conv2")
        Self.expectOne(
            .updateRatio, in: Self.notices([Self.layers(50, [healthy, Self.figures("conv2", ratio: 0.5)])]), saying: "50 %")
        Self.expectOne(
            .updateRatio, in: Self.notices([Self.layers(50, [Self.figures("conv2", ratio: 1e-9)])]), saying: "no layer")
    }

    @Test func isToldOnceAndAgainForAnotherLayer() {
        let one = [Self.figures("conv1", dead: 0.9), Self.figures("conv2")]
        let both = [Self.figures("conv1", dead: 0.9), Self.figures("conv2", dead: 0.8)]
        let events = [Self.layers(50, one), Self.layers(100, one), Self.layers(150, both), Self.layers(200, both)]
        let notices = Self.notices(events)
        #expect(notices.count == 2)
        #expect(notices.last?.message.contains("conv1 and conv2") == true)
    }
}
