import MetricLearning
import Testing

@testable import Training

/// What validation says while the training loss falls: figures of real runs, evaluation by evaluation.
@Suite struct ValidationVerdictTests {
    /// Training loss of the steps before, validation loss, area under ROC.
    typealias Evaluation = (training: Float, loss: Float, area: Float)

    /// - Parameter first: before the first step.
    private func course(
        _ loss: LossSpec = .contrastive(margin: 1), images: Int = 50, pairs: Int = 1000, start: Float, distance: Float = 0.6,
        first: (loss: Float, area: Float), _ evaluations: [Evaluation]
    ) -> CourseOfRun {
        var run = CourseOfRun(loss, images: images, genuinePairs: pairs / 2, impostorPairs: pairs / 2)
        run.evaluate(loss: first.loss, area: first.area)
        for (place, evaluation) in evaluations.enumerated() {
            if place == 0 { run.train(steps: 20, loss: start, distance: distance) }
            run.train(steps: place == 0 ? 30 : 50, loss: evaluation.training, distance: distance)
            run.evaluate(loss: evaluation.loss, area: evaluation.area)
            run.tellOfLayers()
        }
        return run
    }

    /// Five people, the best of them at step 50.
    @Test func facesThatAreLearnedByHeartAreToldAtTheThirdWorseValidation() {
        let run = course(
            start: 0.28, first: (0.3824, 0.9445),
            [
                (0.0800, 0.1341, 0.9593), (0.0395, 0.1330, 0.9373), (0.0269, 0.1429, 0.9302), (0.0171, 0.1441, 0.9286),
                (0.0122, 0.1592, 0.9098),
            ])
        #expect(run.told == ["51 healthy", "200 overfitting"])
        #expect(run.verdicts.last?.evidence.contains("0.959 (at step 50)") == true)
        #expect(run.verdicts.last?.remedy?.action == .regularize)
    }

    /// A hundred and fifty small pictures of ten kinds: hard to tell apart, better and better all the same.
    @Test func figuresThatWaverAreNoOverfitting() {
        let run = course(
            images: 150, start: 1.6, first: (0.3556, 0.5851),
            [
                (0.2842, 0.3040, 0.5615), (0.2522, 0.2697, 0.5869), (0.2471, 0.2525, 0.5922), (0.2343, 0.2441, 0.6135),
                (0.2291, 0.2729, 0.6194), (0.2264, 0.2518, 0.6254), (0.2168, 0.2525, 0.6257), (0.2138, 0.2382, 0.6339),
                (0.1731, 0.2429, 0.6532), (0.1539, 0.2372, 0.6312), (0.1622, 0.2375, 0.6409), (0.1521, 0.2523, 0.6539),
                (0.1550, 0.2405, 0.6593), (0.1427, 0.2545, 0.6505), (0.1428, 0.2692, 0.6569), (0.1432, 0.2459, 0.6483),
                (0.1360, 0.2442, 0.6367),
            ])
        #expect(
            run.told.last?.hasSuffix("healthy") == true && run.told.allSatisfy { !$0.hasSuffix("overfitting") }, "\(run.told)")
        // Before it is healthy, it is not too early for ever.
        #expect(run.told.first == "201 unproven")
    }

    /// The validation loss goes down with three people whose area under ROC was larger by chance before the first step.
    @Test func aLossThatFallsInValidationTooIsNoOverfitting() {
        let run = course(
            .supervisedContrastive(), images: 30, pairs: 435, start: 2.62, first: (3.826, 0.9726),
            [
                (1.855, 3.724, 0.8802), (1.742, 3.791, 0.8787), (1.683, 3.512, 0.8795), (1.639, 3.315, 0.8799),
                (1.620, 3.220, 0.8799),
            ])
        #expect(run.told == ["201 unproven"])
    }

    @Test func aMarginOutOfReachThatMakesValidationWorseIsTold() throws {
        let run = course(
            .contrastive(margin: 100), start: 3518, distance: 3.96, first: (4987, 0.9445),
            [
                (1533, 2289, 0.7638), (704, 2151, 0.7867), (463, 1801, 0.8543), (232, 2333, 0.8185), (143, 2703, 0.8236),
            ])
        #expect(run.told == ["200 overfitting"])
        let remedy = try #require(run.verdicts.last?.remedy)
        #expect(remedy.action == .lowerMargin && remedy.means == [.set(.margin, 1)])
        #expect(run.verdicts.last?.evidence.contains("where it was 0.945 before the first step") == true)
    }

    /// Nine genuine and nine impostor pairs to judge by, and no class in common with those that are trained on.
    @Test func listedPairsThatAreLearnedByHeartAreToldSoon() {
        let run = course(
            images: 36, pairs: 18, start: 0.81, first: (0.3767, 0.321),
            [(0.0673, 0.9485, 0.3827), (0.0134, 0.8775, 0.3457), (0.0130, 0.8316, 0.3457), (0.0127, 0.8107, 0.3457)])
        #expect(run.told == ["150 overfitting"])
    }

    /// First distances may be of any size: a loss that only comes down to what one distance for all pairs costs has learned nothing by
    /// heart.
    @Test func aLossThatFindsItsScaleHasLearnedNothingByHeart() {
        let run = course(
            start: 1.6, first: (0.35, 0.52), Array(repeating: (0.25, 0.25, 0.51), count: 8))
        #expect(run.told == ["201 unproven"])
    }

    @Test func standardErrorsAreThoseOfHanleyAndMcNeil() {
        // Their table: an area of 0.8 from 50 and 50 cases.
        let size = ValidationSize(images: 100, genuinePairs: 50, impostorPairs: 50)
        #expect(abs(size.areaError(0.8) - 0.0444) < 5e-4)
        #expect(ValidationSize(images: 4, genuinePairs: 0, impostorPairs: 0).areaError(1).isFinite)
    }
}
