import Datasets
import Foundation
import Networks
import Training

@testable import Runs

/// Events and runs made of arithmetic.
enum Examples {
    static func step(_ number: Int, loss: Float? = nil) -> StepMetrics {
        StepMetrics(
            step: number, epoch: 1 + number / 50, elapsed: Double(number) * 0.0123456789, loss: loss ?? 1 / Float(number),
            learningRate: 1e-3, margin: 1, gradientNorm: Float(number) * 1.1e-7, genuineDistance: 0.3, impostorDistance: 0.7,
            activeFraction: 0.5, pairsPerSecond: 1234.567, dataWait: 0.001, genuineFraction: 0.5)
    }

    static func evaluation(_ step: Int, area: Float = 0.9) -> EvaluationMetrics {
        EvaluationMetrics(
            step: step, epoch: 1, elapsed: Double(step), loss: 0.1, accuracy: 0.8, threshold: 0.5, equalErrorRate: 0.2,
            areaUnderROC: area, genuineDistance: 0.3, impostorDistance: 0.9, testDistances: [0.1, .infinity], testAccuracy: 0.75,
            duration: 0.2)
    }

    static func description(_ name: String = "example", startedAt: String = "2026-01-02T03:04:05Z") -> RunDescription {
        RunDescription(
            name: name, startedAt: startedAt,
            network: NetworkSpec(name: "tiny", input: .image(channels: 1, height: 8, width: 8), layers: [.flatten, .linear(4)]),
            options: TrainingOptions(duration: .steps(100), threads: 1),
            dataset: DatasetSummary(
                path: "images", images: 10, classes: 6, trainingClasses: 2, validationClasses: 2, testClasses: 2, brokenFiles: 0),
            stepsPerEpoch: 50, totalSteps: 100, totalSeconds: nil, testPairs: [])
    }

    static func manifest(_ description: RunDescription = description()) -> RunManifest {
        RunManifest(
            version: "test", description: description, split: ClassSplit(training: [0, 1], validation: [2, 3], test: [4, 5]),
            normalization: .identity(channels: 1))
    }

    static func checkpoint(_ step: Int) -> Event {
        .checkpoint(CheckpointRecord(step: step, elapsed: 0, kind: .last, file: "checkpoints/last.safetensors"))
    }

    static func edit(_ step: Int) -> Event {
        .edit(Edit(step: step, elapsed: 0, setting: .margin, old: 1, new: 2))
    }

    /// A run of `steps` steps, evaluated and saved every ten.
    static func events(_ steps: Int, finished: Bool = false) -> [Event] {
        var events: [Event] = [.started(description())]
        for number in 1...steps {
            events.append(.step(step(number)))
            guard number % 10 == 0 else { continue }
            events.append(.evaluation(evaluation(number, area: 0.9 - abs(Float(number) - 20) / 100)))
            events.append(checkpoint(number))
        }
        if finished { events.append(.finished(RunOutcome(step: steps, elapsed: 1, reason: .completed))) }
        return events
    }
}
