import Datasets
import Foundation
import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Training

/// A short training that goes wrong on purpose, or not, with a real engine and a tiny network.
struct ProvokedRun: CustomTestStringConvertible, Sendable {
    enum Images: Sendable {
        case stripes(classes: Int, images: Int)
        case noise(classes: Int, images: Int)
        /// All the same.
        case alike
        /// The same but for a grey level here and there.
        case nearlyAlike
    }

    let name: String
    var images = Images.stripes(classes: 16, images: 6)
    var loss = LossSpec.contrastive(margin: 1)
    var optimizer = OptimizerSpec.adamDefault
    var rate: Float = 3e-3
    var steps = 200
    var layers: [Layer] = [.convolution(8, kernel: 3, padding: 1), .relu, .maxPool(2), .flatten, .linear(8)]
    var head: Head = .distance(.euclidean)
    var weights: Weights = .drawn
    /// Of everything that is drawn.
    var seed: UInt64 = 11
    var change: @Sendable (inout TrainingOptions) -> Void = { _ in }
    /// What a person does after which step.
    var commands: [Int: Command] = [:]

    enum Weights: Sendable {
        case drawn
        case koch
        case times(Float)
        /// A number that is none, among the others.
        case notANumber
        /// Biases before every ReLU that no input outweighs.
        case deadBiases
    }

    private static let side = 8

    var testDescription: String { name }

    /// Trains on this thread, so that a command always arrives after the same step.
    func events() throws -> [Event] {
        var options = TrainingOptions(
            loss: loss, optimizer: optimizer, learningRate: rate, batchPairs: 16, duration: .steps(steps), seed: seed, threads: 1)
        if !loss.judgesSinglePairs { options.sampling = .classes(count: 4, images: 4) }
        options.evaluationInterval = 50
        change(&options)
        var network = NetworkSpec(
            name: "tiny", input: .image(channels: 1, height: Self.side, width: Self.side), layers: layers)
        network.head = head
        if case .koch = weights { network.initialization = .koch }
        let folder = try ImageFolder(images, side: Self.side)
        var setup = try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z", network: network, options: options,
            catalog: ImageCatalog.scan(folder.root))
        if let parameters = changedWeights(of: setup) { setup.start = StartingPoint(parameters: parameters, file: "provoked") }
        let queue = CommandQueue()
        var events: [Event] = []
        var trainer = try Trainer(setup, commands: queue, checkpoints: KeepingSink()) { event in
            events.append(event)
            if case .step(let metrics) = event, let command = commands[metrics.step] { queue.send(command) }
        }
        events.append(.finished(trainer.run()))
        return events
    }

    private func changedWeights(of setup: TrainingSetup) -> ParameterSet? {
        var parameters = setup.initialParameters
        for info in setup.graph.parameters where info.isTrainable {
            guard var tensor = parameters[info.name] else { continue }
            switch weights {
            case .drawn, .koch: return nil
            case .times(let factor): tensor.values = tensor.values.map { $0 * factor }
            case .notANumber: tensor.values[0] = .nan
            case .deadBiases:
                if info.role == .bias, info.name.contains("conv") { tensor.values = tensor.values.map { _ in -100 } }
            }
            parameters[info.name] = tensor
        }
        return parameters
    }
}

/// A folder of images for a provoked run.
private final class ImageFolder {
    let root: String
    private let tiny: TinyDataset?

    init(_ images: ProvokedRun.Images, side: Int) throws {
        switch images {
        case .noise(let classes, let images):
            let tiny = try TinyDataset(classes: classes, images: images, side: side, pattern: .noise)
            (self.tiny, root) = (tiny, tiny.root)
        case .stripes(let classes, let images):
            let tiny = try TinyDataset(classes: classes, images: images, side: side, pattern: .stripes)
            (self.tiny, root) = (tiny, tiny.root)
        case .alike: (tiny, root) = (nil, try Self.write(side: side) { _, place in UInt8(place * 37 % 256) })
        case .nearlyAlike:
            (tiny, root) = (
                nil, try Self.write(side: side) { image, place in UInt8(place * 37 % 256 / 2 + (place == image ? 1 : 0)) }
            )
        }
    }

    deinit { if root.contains("twinscope-alike") { try? FileManager.default.removeItem(atPath: root) } }

    private static func write(side: Int, _ pixel: (Int, Int) -> UInt8) throws -> String {
        let root = NSTemporaryDirectory() + "twinscope-alike-\(UUID().uuidString)"
        for index in 0..<32 {
            let folder = "\(root)/class\(index / 4 + 10)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let bytes = Data("P5\n\(side) \(side)\n255\n".utf8) + Data((0..<side * side).map { pixel(index, $0) })
            try bytes.write(to: URL(filePath: "\(folder)/\(index).pgm"))
        }
        return root
    }
}
