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
        case bars(classes: Int, images: Int)
        case noise(classes: Int, images: Int)
        /// All the same.
        case alike
        /// The same but for a grey level here and there.
        case nearlyAlike
        /// The drawings that come with the program.
        case glyphs
    }

    let name: String
    var images = Images.bars(classes: 12, images: 6)
    var loss = LossSpec.contrastive(margin: 1)
    var optimizer = OptimizerSpec.adamDefault
    var rate: Float = 1e-3
    var steps = 300
    var layers: [Layer] = [.convolution(8, kernel: 3, padding: 1), .relu, .maxPool(2), .flatten, .linear(8)]
    var head: Head = .distance(.euclidean)
    var side = 16
    var weights: Weights = .drawn
    var change: @Sendable (inout TrainingOptions) -> Void = { _ in }

    enum Weights: Sendable {
        case drawn
        case koch
        case times(Float)
        case zero
        /// Biases before every ReLU that no input outweighs.
        case deadBiases
    }

    var testDescription: String { name }

    /// - Parameter seed: of everything that is drawn.
    func events(seed: UInt64) throws -> [Event] {
        var options = TrainingOptions(
            loss: loss, optimizer: optimizer, learningRate: rate, batchPairs: 8, duration: .steps(steps), seed: seed, threads: 1)
        options.evaluationInterval = 50
        change(&options)
        var network = NetworkSpec(name: "tiny", input: .image(channels: 1, height: side, width: side), layers: layers)
        network.head = head
        if case .koch = weights { network.initialization = .koch }
        let folder = try ImageFolder(images, side: side)
        var setup = try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z", network: network, options: options,
            catalog: ImageCatalog.scan(folder.root))
        if let parameters = changedWeights(of: setup) { setup.start = StartingPoint(parameters: parameters, file: "provoked") }
        let worker = TrainingWorker(setup, checkpoints: KeepingSink())
        worker.start()
        var events: [Event] = []
        while !worker.events.isFinished { events += worker.events.receive(timeout: 1) }
        worker.wait()
        return events
    }

    private func changedWeights(of setup: TrainingSetup) -> ParameterSet? {
        var parameters = setup.initialParameters
        for info in setup.graph.parameters where info.isTrainable {
            guard var tensor = parameters[info.name] else { continue }
            switch weights {
            case .drawn, .koch: return nil
            case .times(let factor): tensor.values = tensor.values.map { $0 * factor }
            case .zero: tensor.values = tensor.values.map { _ in 0 }
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
        case .bars(let classes, let images):
            let tiny = try TinyDataset(classes: classes, images: images, side: side)
            (self.tiny, root) = (tiny, tiny.root)
        case .noise(let classes, let images):
            let tiny = try TinyDataset(classes: classes, images: images, side: side, pattern: .noise)
            (self.tiny, root) = (tiny, tiny.root)
        case .alike: (tiny, root) = (nil, try Self.write(side: side) { _, place in UInt8(place * 37 % 256) })
        case .nearlyAlike:
            (tiny, root) = (
                nil, try Self.write(side: side) { image, place in UInt8(place * 37 % 256 / 2 + (place == image ? 1 : 0)) }
            )
        case .glyphs:
            tiny = nil
            root =
                URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "assets/datasets/glyphs").path
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
