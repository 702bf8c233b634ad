import Networks
import Testing

@testable import Training

@Suite struct SelectionTests {
    private func metrics(step: Int, _ change: (inout EvaluationMetrics) -> Void = { _ in }) -> EvaluationMetrics {
        var metrics = EvaluationMetrics(
            step: step, epoch: 1, elapsed: 0, loss: 1, accuracy: 0.5, threshold: 1, equalErrorRate: 0.5, areaUnderROC: 0.5,
            genuineDistance: 0, impostorDistance: 1, testDistances: [], testAccuracy: nil, duration: 0)
        change(&metrics)
        return metrics
    }

    @Test func everyCriterionKnowsTheBetterOne() {
        let worse = metrics(step: 1)
        let better: [Criterion: EvaluationMetrics] = [
            .areaUnderROC: metrics(step: 1) { $0.areaUnderROC = 0.9 },
            .equalErrorRate: metrics(step: 1) { $0.equalErrorRate = 0.1 },
            .accuracy: metrics(step: 1) { $0.accuracy = 0.9 }, .loss: metrics(step: 1) { $0.loss = 0.1 },
            .oneShot: metrics(step: 1) { $0.oneShotAccuracy = 0.9 }, .latest: metrics(step: 2),
        ]
        for criterion in Criterion.allCases {
            guard let better = better[criterion] else {
                Issue.record("no example for \(criterion)")
                continue
            }
            #expect(criterion.score(better) > criterion.score(worse), "\(criterion)")
        }
    }

    @Test func aRunEndsAfterSoManyEvaluationsWithoutABetterOne() {
        var selection = Selection(.accuracy, patience: 2)
        let accuracies: [Float] = [0.5, 0.7, 0.7, 0.8, 0.6]
        var isBest = accuracies.enumerated().map { step, accuracy in
            selection.observe(metrics(step: step) { $0.accuracy = accuracy })
        }
        #expect(isBest == [true, true, false, true, false] && !selection.isExhausted)
        isBest.append(selection.observe(metrics(step: 5) { $0.accuracy = .nan }))
        #expect(isBest.last == false)
        #expect(selection.isExhausted)
    }

    @Test func anUndefinedFirstFigureDoesNotStayTheBest() {
        var selection = Selection(.accuracy, patience: nil)
        let isBest = [Float.nan, 0.1].map { accuracy in selection.observe(metrics(step: 0) { $0.accuracy = accuracy }) }
        #expect(isBest == [true, true])
    }

    @Test func theLatestIsAlwaysBetterThanTheOneBefore() throws {
        var selection = Selection(.latest, patience: nil)
        let isBest = [0, 500, 1000].map { step in selection.observe(metrics(step: step) { $0.accuracy = 1 / Float(step + 1) }) }
        #expect(isBest == [true, true, true])
        let spec = NetworkSpec(name: "tiny", input: .image(channels: 1, height: 4, width: 4), layers: [.flatten, .linear(2)])
        var options = TrainingOptions(threads: 1)
        options.criterion = .latest
        try options.check(PairGraph(spec))
        options.earlyStopping = 3
        let error = #expect(throws: TrainingError.self) { try options.check(PairGraph(spec)) }
        #expect(error?.description.contains("--early-stopping") == true)
    }
}
