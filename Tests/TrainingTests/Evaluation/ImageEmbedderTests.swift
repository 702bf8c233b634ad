import Datasets
import Engine
import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Training

@Suite struct ImageEmbedderTests {
    private static let images = 3
    private let network: PairGraph
    private let engine: SiameseEngine
    private let values: [Float]

    init() throws {
        let spec = NetworkSpec(
            name: "tiny", input: .image(channels: 2, height: 6, width: 6),
            layers: [.convolution(4, kernel: 3), .relu, .maxPool(2), .flatten, .linear(5)])
        network = try PairGraph(spec)
        var generator = SeededGenerator(seed: 3)
        values = (0..<Self.images * network.left.input.count).map { _ in generator.uniform(-1...1) }
        engine = try SiameseEngine(
            network, parameters: network.initialParameters(.pytorch, using: generator),
            options: EngineOptions(images: 2, precision: .f32, inferenceImages: 2))
    }

    private func embeddings(_ views: ViewClasses, _ distance: Distance) throws -> Matrix {
        var embedder = try ImageEmbedder(network, TestTimeViews(views, distance: distance), batch: Self.images)
        var rows = Matrix(rows: Self.images, columns: embedder.columns)
        try embedder.embed(values, count: Self.images, with: engine, into: &rows)
        return rows
    }

    @Test func withoutViewsItIsWhatTheEngineMakesOfAnImage() throws {
        var expected = Matrix(rows: Self.images, columns: 5)
        try engine.embed(values, count: Self.images, into: &expected)
        #expect(try embeddings(.upright, .cosine) == expected)
    }

    /// The slow and obvious way: every view is embedded and compared by itself.
    @Test(arguments: [ViewClasses.mirrors, .rotations, .rotationsAndMirrors], Distance.allCases)
    func theDistanceIsTheMeanOverTheViews(views: ViewClasses, distance: Distance) throws {
        let together = try embeddings(views, distance)
        #expect(together.columns == 5 * views.count)
        var sum: Float = 0
        for view in views.all {
            var turned = values
            view.turn(values, count: 2 * Self.images, height: 6, width: 6, into: &turned)
            var alone = Matrix(rows: Self.images, columns: 5)
            try engine.embed(turned, count: Self.images, into: &alone)
            let apart = distance(alone.row(0), alone.row(2))
            sum += distance == .euclidean ? apart * apart : apart
        }
        let mean = sum / Float(views.count)
        let expected = distance == .euclidean ? mean.squareRoot() : mean
        #expect(abs(distance(together.row(0), together.row(2)) - expected) < 1e-5 * max(1, expected))
    }

    @Test func whatHasNoSuchViewsIsAnsweredWithASentence() throws {
        let views = TestTimeViews(.rotations, distance: .cosine)
        var spec = NetworkSpec(name: "wide", input: .image(channels: 1, height: 6, width: 8), layers: [.flatten, .linear(4)])
        let wide = #expect(throws: TrainingError.self) { try ImageEmbedder(PairGraph(spec), views, batch: 1) }
        #expect(wide?.description.contains("as high as wide") == true)
        #expect(try ImageEmbedder(PairGraph(spec), TestTimeViews(.mirrors, distance: .cosine), batch: 1).columns == 8)
        spec.input = .image(channels: 1, height: 6, width: 6)
        #expect(try ImageEmbedder(PairGraph(spec), views, batch: 1).columns == 16)
        spec.head = .similarity(units: 3)
        let learned = #expect(throws: TrainingError.self) { try ImageEmbedder(PairGraph(spec), views, batch: 1) }
        #expect(learned?.description.contains("--test-time-views") == true)
    }
}
