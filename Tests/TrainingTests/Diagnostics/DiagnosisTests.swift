import Datasets
import MetricLearning
import Testing

@testable import Training

/// One verdict at a time: causes before consequences, withdrawn when they are over.
@Suite struct DiagnosisTests {
    private func diagnosis(_ loss: LossSpec = .contrastive(margin: 1), images: Int = 100) -> Diagnosis {
        Diagnosis(
            TrainingOptions(loss: loss, threads: 1), learnsSimilarity: false,
            inputs: InputsDiagnostic(InputVariety(images: 100, deviation: 40, contrast: 60), shape: "1x16x16", dataset: "images"),
            validation: ValidationSize(images: images, genuinePairs: 5 * images, impostorPairs: 5 * images), dataset: "images")
    }

    private func step(_ number: Int, loss: Float, distance: Float = 0.6) -> Observation {
        .step(
            StepMetrics(
                step: number, epoch: 1, elapsed: Double(number), loss: loss, learningRate: 1e-3, margin: 1, gradientNorm: 1,
                genuineDistance: distance * 0.7, impostorDistance: distance, activeFraction: 0.8, pairsPerSecond: 100,
                dataWait: 0,
                genuineFraction: 0.5))
    }

    private func evaluation(_ step: Int, loss: Float, area: Float) -> Observation {
        .evaluation(
            EvaluationMetrics(
                step: step, epoch: 1, elapsed: Double(step), loss: loss, accuracy: 0.8, threshold: 0.5, equalErrorRate: 0.2,
                areaUnderROC: area, genuineDistance: 0.3, impostorDistance: 0.9, testDistances: [], testAccuracy: 0.8, duration: 0
            ))
    }

    @Test func aDivergenceThatIsOverIsWithdrawn() {
        var diagnosis = diagnosis()
        var verdicts: [RunVerdict] = []
        func see(_ observation: Observation) { if let verdict = diagnosis.examine(observation) { verdicts.append(verdict) } }
        see(evaluation(0, loss: 0.5, area: 0.6))
        for number in 1...60 { see(step(number, loss: 0.5)) }
        for number in 61...100 { see(step(number, loss: 80, distance: 245_000)) }
        for number in 101...400 {
            see(step(number, loss: 0.2))
            if number % 50 == 0 { see(evaluation(number, loss: 0.2, area: 0.85)) }
        }
        #expect(verdicts.map(\.kind) == [.diverging, .healthy])
        #expect(verdicts.last?.withdrawn == .diverging)
        #expect(verdicts.last?.sentence.contains("no longer diverging") == true)
    }

    /// A network as it was drawn tells some data sets apart nearly perfectly, and one that learns its training images by heart gets
    /// worse on others: neither is learning.
    @Test(arguments: [(1.0, Float(0.5), Float(0.945)), (0.1, 2, 0.93)])
    func whatTrainingHasNotMadeBetterIsNotCalledHealthy(fall: Double, validationLoss: Float, area: Float) {
        var diagnosis = diagnosis()
        var kinds: Set<RunVerdict.Kind> = []
        func see(_ observation: Observation) { if let verdict = diagnosis.examine(observation) { kinds.insert(verdict.kind) } }
        see(evaluation(0, loss: 0.5, area: 0.944))
        for number in 1...280 {
            see(step(number, loss: number <= 20 ? 0.5 : 0.5 * Float(fall)))
            if number % 50 == 0 { see(evaluation(number, loss: validationLoss, area: area)) }
        }
        #expect(!kinds.contains(.healthy))
    }

    private func layers(_ step: Int, norm: Float) -> Observation {
        .layers(
            LayerStatistics(
                step: step, elapsed: Double(step),
                layers: [
                    LayerFigures(
                        name: "fc", weightNorm: norm, gradientNorm: 1, updateRatio: step > 0 ? 1e-3 : nil, deadFraction: nil,
                        weights: ValueHistogram([1, 2]), gradients: ValueHistogram([1, 2]))
                ]), nil)
    }

    private func edit(_ step: Int, _ setting: Setting, _ old: Double, _ new: Double) -> Edit {
        Edit(step: step, elapsed: Double(step), setting: setting, old: old, new: new)
    }

    /// Weights stay long after the rate that drove them there: that is no reason to lower it once more.
    @Test func whatGrewAtALargerRateIsNotHeldAgainstASmallerOne() {
        var diagnosis = diagnosis()
        var verdicts: [RunVerdict] = []
        func see(_ observation: Observation) { if let verdict = diagnosis.examine(observation) { verdicts.append(verdict) } }
        see(evaluation(0, loss: 0.5, area: 0.5))
        see(layers(0, norm: 1))
        for number in 1...400 {
            see(step(number, loss: 0.5))
            if number % 50 == 0 {
                see(evaluation(number, loss: 0.5, area: 0.5))
                see(layers(number, norm: 20))
            }
            if number == 60 { diagnosis.note(edit(60, .learningRate, 1e-1, 1e-3)) }
        }
        #expect(verdicts.map(\.kind) == [.diverging, .early, .unproven])
        #expect(verdicts.dropFirst().first?.withdrawn == .diverging && verdicts.allSatisfy(\.isNews))
    }

    /// Losses before and after a change of the margin are of two scales.
    @Test func aLargerMarginIsNoOverfitting() {
        var kinds: [Bool: [RunVerdict.Kind]] = [:]
        for isEdited in [true, false] {
            var diagnosis = diagnosis()
            for number in 1...900 {
                let isLate = number > 400
                // What falls in training and rises in validation is the same in both runs.
                let loss = (isLate ? 0.16 : 0.3) / Float(1 + number / 100)
                if let verdict = diagnosis.examine(step(number, loss: loss)) { kinds[isEdited, default: []].append(verdict.kind) }
                if isEdited, number == 400 { diagnosis.note(edit(400, .margin, 1, 2)) }
                guard number % 60 == 0 else { continue }
                let observation = evaluation(number, loss: isLate ? 0.5 : 0.2, area: isLate ? 0.8 : 0.86)
                if let verdict = diagnosis.examine(observation) { kinds[isEdited, default: []].append(verdict.kind) }
            }
        }
        #expect(kinds[true]?.contains(.overfitting) == false)
        #expect(kinds[false]?.contains(.overfitting) == true)
    }

    /// A verdict on two dozen pairs is drawn by lot.
    @Test func fewImagesTellNoOverfitting() {
        for (images, isTold) in [(12, false), (400, true)] {
            var diagnosis = diagnosis(images: images)
            var kinds: [RunVerdict.Kind] = []
            for number in 1...700 {
                let loss = 0.5 / Float(1 + number / 50)
                if let verdict = diagnosis.examine(step(number, loss: loss)) { kinds.append(verdict.kind) }
                guard number % 50 == 0 else { continue }
                if let verdict = diagnosis.examine(evaluation(number, loss: 0.5, area: 0.5)) { kinds.append(verdict.kind) }
            }
            #expect(kinds.contains(.overfitting) == isTold, "\(images) images")
        }
    }

    /// As sgd at a rate of 9 does: two steps, and every unit is dead.
    @Test func aNetworkThatIsLostInTwoStepsHasDivergedAndNothingElse() {
        var diagnosis = diagnosis()
        var verdicts: [RunVerdict] = []
        func see(_ observation: Observation) { if let verdict = diagnosis.examine(observation) { verdicts.append(verdict) } }
        let flat = EmbeddingSpread(of: Matrix(rows: 2, columns: 2, values: [1, 1, 1, 1]))
        for number in 1...300 {
            see(step(number, loss: [1: 5.4, 2: 38_000, 3: 1.5e17][number] ?? 0.5, distance: number > 3 ? 0 : 4e8))
            if number > 3 { see(.spread(flat)) }
        }
        #expect(verdicts.map(\.kind) == [.diverging])
        #expect(verdicts.first?.step == 2 && verdicts.first?.remedy?.action == .lowerLearningRate)
    }

    @Test func distancesThatRunAwayAreNoOverfitting() {
        var diagnosis = diagnosis()
        var kinds: [RunVerdict.Kind] = []
        for number in 1...500 {
            let growth = Float(number * number)
            if let verdict = diagnosis.examine(step(number, loss: 0.4 / Float(number), distance: 0.5 * growth)) {
                kinds.append(verdict.kind)
            }
            if number % 50 == 0, let verdict = diagnosis.examine(evaluation(number, loss: growth, area: 0.5)) {
                kinds.append(verdict.kind)
            }
        }
        #expect(kinds == [.diverging])
    }

    @Test func overfittingIsToldWhereTheFiguresOfValidationFallBack() {
        var diagnosis = diagnosis()
        var verdicts: [RunVerdict] = []
        for round in 0..<10 {
            for number in 1...60 {
                if let verdict = diagnosis.examine(step(round * 60 + number, loss: 0.3 / Float(round + 1))) {
                    verdicts.append(verdict)
                }
            }
            let loss: Float = round < 3 ? 0.3 - 0.05 * Float(round) : 0.2 + 0.05 * Float(round)
            let area: Float = round < 3 ? 0.8 + 0.04 * Float(round) : 0.86 - 0.01 * Float(round)
            if let verdict = diagnosis.examine(evaluation(round * 60 + 60, loss: loss, area: area)) { verdicts.append(verdict) }
        }
        #expect(verdicts.last?.kind == .overfitting)
        #expect(verdicts.last?.evidence.contains("step 180") == true)
    }

    @Test(arguments: RunVerdict.Remedy.Action.allCases) func oppositesAreMutual(action: RunVerdict.Remedy.Action) {
        if let opposite = action.opposite { #expect(opposite.opposite == action) }
    }
}
