import Foundation
import MetricLearning
import Networks
import Testing

@testable import Training

/// What is advised, from which figures, and for how long.
@Suite struct RemedyTests {
    /// A network that is as good before the first step as many are at the end: that its weights hardly move is no less true.
    @Test func aCreepingNetworkThatWasGoodBeforeIsTooSlow() {
        var run = CourseOfRun(rate: 1e-7)
        run.evaluate(loss: 0.38, area: 0.9445)
        run.tellOfLayers()
        for _ in 0..<4 {
            run.train(steps: 50, loss: 3.4, distance: 3.9)
            run.evaluate(loss: 3.2, area: 0.947)
            run.tellOfLayers(update: 3e-6)
        }
        #expect(run.verdicts.filter { $0.kind != .early }.map(\.kind) == [.slow])
        #expect(run.verdicts.last?.remedy?.action == .raiseLearningRate)
    }

    /// A loss of comparisons is soon nothing while embeddings fly apart.
    @Test func weightsThatRunAwayAreToldWhereTheTrainingLossFalls() {
        var run = CourseOfRun(.triplet(margin: 0.2), rate: 0.1)
        run.evaluate(loss: 0.142, area: 0.9445)
        run.tellOfLayers()
        run.train(steps: 20, loss: 0.36, distance: 3.99)
        run.train(steps: 30, loss: 0.0138, distance: 19.6)
        run.evaluate(loss: 0.518, area: 0.9148)
        run.tellOfLayers(norm: 25, update: 1.3e-2)
        #expect(run.told == ["50 diverging"])
        #expect(run.verdicts.last?.evidence.contains("the validation loss has risen from 0.142 to 0.518") == true)
        #expect(run.verdicts.last?.remedy?.means?.first == .set(.learningRate, 0.01))
    }

    /// A person lowers the rate again and again: the advice does not follow, and the trouble is as old as it is.
    @Test func theRemedyIsOfTheRateAtWhichItHappened() throws {
        var run = CourseOfRun(rate: 1)
        run.train(steps: 60, loss: 0.5)
        run.train(steps: 40, loss: 80, distance: 200)
        let first = try #require(run.verdicts.last)
        #expect(first.kind == .diverging && first.remedy?.advice.contains(":lr 0.1") == true)
        var rate: Float = 1
        for _ in 0..<4 {
            run.set(.learningRate, rate / 10, from: rate)
            rate /= 10
            run.train(steps: 100, loss: 80, distance: 200)
        }
        // It was done, and the network has not come back: the same rate, from the beginning.
        let told = run.verdicts.filter { $0.kind != .early }
        #expect(told.map(\.kind) == [.diverging, .diverging])
        #expect(told.allSatisfy { $0.beganAt == first.step })
        #expect(told.last?.remedy?.means == [.train(["--learning-rate", "0.1"])])
        #expect(told.last?.evidence.contains("at a learning rate of 1") == true)
    }

    @Test func whatGrowsOnAtASmallerRateIsOfThatRate() {
        var run = CourseOfRun(rate: 1)
        run.train(steps: 60, loss: 0.5)
        run.train(steps: 40, loss: 80, distance: 200)
        run.set(.learningRate, 0.1, from: 1)
        for round in 1...4 { run.train(steps: 25, loss: 80 * Float(1 << round), distance: 200) }
        #expect(run.verdicts.last?.remedy?.means?.first == .set(.learningRate, 0.01))
        #expect(run.verdicts.last?.since == run.verdicts.first { $0.kind == .diverging }?.step)
    }

    /// Distances of the size of the old margin leave nothing to learn at the new one: that is no reason to go back to the old one.
    @Test func aMarginThatWasLoweredIsNotToBeRaisedAgain() {
        var run = CourseOfRun(.contrastive(margin: 100))
        run.evaluate(loss: 3000, area: 0.7)
        run.train(steps: 60, loss: 400, distance: 80)
        run.set(.margin, 1, from: 100)
        run.train(steps: 60, loss: 200, distance: 80, active: 0.5)
        run.evaluate(loss: 800, area: 0.75)
        run.train(steps: 1, loss: 200, distance: 80, active: 0.5)
        #expect(run.verdicts.last?.kind == .exhausted)
        #expect(run.verdicts.last?.remedy?.action == .lowerMargin)
        #expect(run.verdicts.last?.remedy?.means == [.train(["--margin", "1"])])
    }

    @Test func aCollapseIsAsOldAsItIsWhateverAPersonChanges() throws {
        var run = CourseOfRun(rate: 0.1)
        run.tellOfLayers()
        let flat = EmbeddingSpread(of: Matrix(rows: 2, columns: 2, values: [1, 1, 1, 1]))
        run.see(.spread(EmbeddingSpread(of: Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1]))))
        for place in 0..<60 {
            run.train(steps: 10, loss: 0.5, distance: 0)
            run.see(.spread(flat))
            if place % 10 == 9 { run.set(.learningRate, run.learningRate / 10, from: run.learningRate) }
            if place == 25 { run.set(.margin, 2, from: 1) }
        }
        let told = run.verdicts.filter { $0.kind != .early }
        #expect(told.map(\.kind) == [.collapsed])
        #expect(told.first?.remedy?.means?.first == .train(["--learning-rate", "0.01"]))
    }

    @Test func adviceIsWhatCanBeTypedWhereItIsRead() {
        let lower = RunVerdict.Remedy(
            .lowerLearningRate, task: "Lower the learning rate",
            [.set(.learningRate, 0.01), .train(["--learning-rate", "0.01"])])
        #expect(
            lower.advice
                == "Lower the learning rate (:lr 0.01), and start again where the network is lost already")
        func text(_ remedy: RunVerdict.Remedy, _ standing: AdvisedRun.Standing) -> String {
            remedy.advice(for: AdvisedRun(folder: "runs/a b", dataset: "/my data", standing: standing))
        }
        let again = "`twinscope train '/my data' --config 'runs/a b/run.json' --learning-rate 0.01`"
        let resume = "`twinscope resume 'runs/a b' --learning-rate 0.01`"
        #expect(
            text(lower, .training)
                == "Lower the learning rate: stop the training, then \(resume); where the network is lost already, start again: \(again)"
        )
        #expect(
            text(lower, .ended)
                == "Lower the learning rate: \(resume); where the network is lost already, start again: \(again)")
        #expect(text(lower, .completed) == "Lower the learning rate, and start again: \(again)")
        let raise = RunVerdict.Remedy(.raiseMargin, task: "Raise the margin", [.set(.margin, 2000)])
        #expect(raise.advice == "Raise the margin (:margin 1000)", "no more than can be set")
        #expect(text(raise, .completed).hasSuffix("--config 'runs/a b/run.json' --margin 1000`"))
        let look = RunVerdict.Remedy(.changeImages, task: "Stop, and look at the images", [.survey], dataset: "/my data")
        #expect(look.advice == "Stop, and look at the images: twinscope data '/my data'")
        #expect(text(look, .training) == "Stop, and look at the images: `twinscope data '/my data'`")
        // Runs of before have a sentence alone.
        #expect(text(RunVerdict.Remedy(.regularize, "Do this"), .ended) == "Do this")
    }

    /// A checkpoint is a file: whatever numbers are in it, nothing traps, and a record that is not understood is left out.
    @Test func aStrangeRecordIsNoReasonToFail() throws {
        var run = CourseOfRun()
        run.evaluate(loss: 0.5, area: 0.5)
        run.train(steps: 60, loss: 0.5)
        run.tellOfLayers()
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let json = String(decoding: try encoder.encode(KeptDiagnosis(run.diagnosis.record)), as: UTF8.self)
        #expect(try decoder.decode(KeptDiagnosis.self, from: Data(json.utf8)).record == run.diagnosis.record)
        for number in ["9223372036854775807", "-9223372036854775808"] {
            let strange = json.replacing(#/("(?:step|count|[a-zA-Z]*InARow|[a-zA-Z]*Changes|lastFoundAt|capacity)"):[0-9]+/#) {
                "\($0.1):\(number)"
            }
            let record = try #require(try decoder.decode(KeptDiagnosis.self, from: Data(strange.utf8)).record)
            var other = CourseOfRun()
            other.diagnosis.restore(record)
            other.evaluate(loss: 0.5, area: 0.5)
            other.train(steps: 120, loss: 90)
            other.tellOfLayers(norm: 100)
            other.set(.margin, 2, from: 1)
            other.set(.learningRate, 1e-4, from: 1e-3)
            other.train(steps: 120, loss: 0.1)
        }
        #expect(try decoder.decode(KeptDiagnosis.self, from: Data(#"{"seen": 3}"#.utf8)).record == nil)
    }
}
