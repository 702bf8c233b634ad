import Datasets
import Foundation
import MetricLearning
import Networks
import Testing

@testable import Training

/// What people write in a configuration: as much as they want to say.
struct OptionsReadingTests {
    private func options(_ json: String) throws -> TrainingOptions {
        try JSONDecoder().decode(TrainingOptions.self, from: Data(json.utf8))
    }

    private func sentence(_ json: String) -> String {
        do {
            _ = try options(json)
            return ""
        } catch let error as TrainingError {
            return error.description
        } catch {
            return "no sentence: \(error)"
        }
    }

    @Test func whatIsLeftOutKeepsItsDefault() throws {
        #expect(try options(#"{"loss": {"contrastive": {"margin": 1.5}}}"#).loss == .contrastive(margin: 1.5))
        #expect(try options(#"{"loss": {"triplet": {"mining": "semi-hard"}}}"#).loss == .triplet(margin: 0.2, mining: .semiHard))
        #expect(try options(#"{"loss": {"multiSimilarity": {"beta": 40}}}"#).loss == .multiSimilarity(beta: 40))
        #expect(
            try options(#"{"loss": {"multiSimilarity": {"miningMargin": 0.2}}}"#).loss == .multiSimilarity(miningMargin: 0.2))
        #expect(try options(#"{"optimizer": {"adam": {}}}"#).optimizer == .adamDefault)
        #expect(try options(#"{"optimizer": {"sgd": {"nesterov": true}}}"#).optimizer == .sgd(nesterov: true))
        #expect(try options(#"{"schedule": {"plateau": {"patience": 3}}}"#).schedule == .plateau(patience: 3))
        #expect(try options(#"{"sampling": {"classes": {"groups": 2}}}"#).sampling == .classes(count: 16, images: 4, groups: 2))
        #expect(try options(#"{"sampling": {"classes": {"count": 8}}}"#).sampling == .classes(count: 8, images: 4))
    }

    @Test func aNameAloneIsEnoughInEitherSpelling() throws {
        #expect(try options(#"{"loss": "triplet"}"#).loss == .triplet(margin: 0.2))
        #expect(try options(#"{"loss": "cross-entropy"}"#).loss == .crossEntropy())
        #expect(
            try options(#"{"loss": {"supervised-contrastive": {"temperature": 0.2}}}"#).loss
                == .supervisedContrastive(temperature: 0.2))
        #expect(try options(#"{"optimizer": "adamw"}"#).optimizer == .adamWDefault)
        #expect(try options(#"{"optimizer": "rmsprop"}"#).optimizer == .rmsPropDefault)
        #expect(try options(#"{"schedule": "one-cycle"}"#).schedule == .oneCycle())
        #expect(try options(#"{"sampling": "triplets"}"#).sampling == .triplets(count: 32))
        for schedule in Schedule.usual { #expect(try options(#"{"schedule": "\#(schedule.name)"}"#).schedule == schedule) }
    }

    /// Every case of every choice can be named: an example that is missing here would be refused although the program has it.
    @Test func whatARunWritesIsReadAgain() throws {
        for loss in LossSpec.examples {
            var options = TrainingOptions(threads: 2)
            options.loss = loss
            (options.testTimeViews, options.testTimeShift) = (.mirrors, 0.25)
            (options.augmentation.noise, options.classAugmentation.elastic) = (0.1, 0.05)
            for (index, optimizer) in OptimizerSpec.examples.enumerated() {
                options.optimizer = optimizer
                options.schedule = Schedule.examples[index % Schedule.examples.count]
                options.sampling = Sampling.examples[index % Sampling.examples.count]
                #expect(try self.options(String(decoding: JSONEncoder().encode(options), as: UTF8.self)) == options)
            }
        }
    }

    @Test func whatIsNotKnownIsAnsweredWithASentence() {
        #expect(sentence(#"{"loss": "hinge"}"#).hasPrefix(#"there is no loss "hinge"; there are contrastive, triplet"#))
        #expect(
            sentence(#"{"loss": {"contrastive": {"magin": 1}}}"#)
                == #"the loss contrastive has no "magin"; it has distance, genuineMargin, margin"#)
        #expect(sentence(#"{"schedule": {"constant": {"factor": 1}}}"#).hasSuffix("it has nothing to set"))
        #expect(
            sentence(#"{"loss": {"contrastive": {"margin": "wide"}}}"#)
                == "the loss contrastive's margin has a value of the wrong kind")
        #expect(sentence(#"{"sampling": {"pairs": {"count": 1.5}}}"#) == "the sampling pairs has a value of the wrong kind")
        #expect(sentence(#"{"optimizer": {"adam": {}, "sgd": {}}}"#).hasPrefix("write the optimizer as"))
        #expect(sentence(#"{"optimizer": 3}"#).hasPrefix("write the optimizer as"))
        #expect(sentence(#"{"split": {"tset": 0.2}}"#).contains(#"no "tset""#))
        #expect(sentence(#"{"duration": {"epochs": 2, "steps": 3}}"#).hasPrefix("a duration is"))
        #expect(sentence(#"{"learnigRate": 1}"#).contains("learningRate"))
    }

    @Test(arguments: [
        (#"{"loss": {"contrastive": {"margin": -1}}}"#, "loss.contrastive.margin is -1.0, but must be above 0"),
        (#"{"loss": {"supervisedContrastive": {"temperature": 0}}}"#, "temperature is 0.0, but must be above 0"),
        (#"{"optimizer": {"adam": {"beta2": 1}}}"#, "optimizer.adam.beta2 is 1.0, but must be at least 0 and below 1"),
        (#"{"optimizer": {"sgd": {"momentum": -0.1}}}"#, "momentum"), (#"{"schedule": {"step": {"epochs": 0}}}"#, "at least 1"),
        (#"{"duration": {"steps": 0}}"#, "duration.steps"), (#"{"split": {"validation": 1.5}}"#, "split.validation"),
        (#"{"gradientClip": 0}"#, "gradientClip"), (#"{"averageDecay": 1}"#, "averageDecay"), (#"{"threads": 0}"#, "threads"),
        (#"{"sampling": {"pairs": {"count": -4}}}"#, "sampling.pairs.count"), (#"{"cacheBytes": -1}"#, "cacheBytes"),
        (#"{"duration": {"epochs": 9223372036854775807}}"#, "duration.epochs"),
        (#"{"evaluationInterval": 0}"#, "evaluationInterval"), (#"{"learningRateFactors": {"conv1": -1}}"#, "conv1"),
        (#"{"classAugmentation": {"noise": 0.1}}"#, "set augmentation.noise"),
    ])
    func aNumberThatMeansNothingIsRefused(_ json: String, _ sentence: String) throws {
        let options = try options(json)
        let error = #expect(throws: TrainingError.self) { try options.checkRanges() }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }

    /// A run of before may have been started so and must open; no new one is.
    @Test(arguments: [
        (#"{"learningRate": 1e18}"#, "learningRate"),
        (#"{"loss": {"contrastive": {"margin": 1e30}}}"#, "the margin of the contrastive"),
        (#"{"loss": {"supervisedContrastive": {"temperature": 1e-45}}}"#, "must be from 0.001 to 10"),
        (#"{"loss": {"multiSimilarity": {"alpha": 1e-45}}}"#, "alpha"),
        (#"{"loss": {"multiSimilarity": {"beta": 1e30}}}"#, "beta"),
        (#"{"loss": {"multiSimilarity": {"base": -1e30}}}"#, "base"),
        (#"{"optimizer": {"sgd": {"weightDecay": 1e30}}}"#, "weightDecay"),
        (#"{"optimizer": {"adam": {"epsilon": 0}}}"#, "epsilon"),
        (#"{"optimizer": {"adamW": {"epsilon": 0}}}"#, "epsilon"), (#"{"optimizer": {"rmsProp": {"epsilon": 0}}}"#, "epsilon"),
        (#"{"schedule": {"exponential": {"factor": 1e30}}}"#, "factor"), (#"{"schedule": {"cosine": {"end": 1e30}}}"#, "end"),
        (#"{"learningRateFactors": {"conv1": 1e30}}"#, "conv1"),
    ])
    func aNumberThatFailsAtTheFirstStepIsRefused(_ json: String, _ sentence: String) throws {
        let options = try options(json)
        try options.checkRanges()
        let error = #expect(throws: TrainingError.self) { try options.checkStart() }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }

    @Test func theDefaultsAreInRange() throws {
        try TrainingOptions(threads: 1).checkRanges()
        try TrainingOptions(threads: 1).checkStart()
        for loss in LossSpec.examples {
            var options = TrainingOptions(threads: 1)
            options.loss = loss
            try options.checkRanges()
            try options.checkStart()
        }
    }
}
