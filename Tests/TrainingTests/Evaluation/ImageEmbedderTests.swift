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

    private func embeddings(_ views: TestTimeViews) throws -> Matrix {
        var embedder = try ImageEmbedder(network, views, batch: Self.images)
        var rows = Matrix(rows: Self.images, columns: embedder.columns)
        try embedder.embed(values, count: Self.images, with: engine, into: &rows)
        return rows
    }

    @Test func withoutViewsItIsWhatTheEngineMakesOfAnImage() throws {
        var expected = Matrix(rows: Self.images, columns: 5)
        try engine.embed(values, count: Self.images, into: &expected)
        #expect(try embeddings(.upright) == expected)
    }

    /// The slow and obvious way: every view is embedded and compared by itself.
    @Test(arguments: [ViewClasses.mirrors, .rotations, .rotationsAndMirrors], Distance.allCases)
    func theDistanceIsTheMeanOverTheViews(choice: ViewClasses, distance: Distance) throws {
        try check(TestTimeViews(choice, distance: distance), count: choice.count)
        try check(TestTimeViews(choice, shift: 0.2, distance: distance), count: 5 * choice.count)
    }

    private func check(_ views: TestTimeViews, count: Int) throws {
        let together = try embeddings(views)
        let distance = views.distance
        #expect(views.count == count && together.columns == 5 * count)
        #expect(Set(views.all(of: network.left.input)).count == count)
        var sum: Float = 0
        for view in views.all(of: network.left.input) {
            var seen = values
            view.write(values, count: Self.images, shape: network.left.input, into: &seen)
            var alone = Matrix(rows: Self.images, columns: 5)
            try engine.embed(seen, count: Self.images, into: &alone)
            let apart = distance(alone.row(0), alone.row(2))
            sum += distance == .euclidean ? apart * apart : apart
        }
        let mean = sum / Float(count)
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
        let far = TestTimeViews(.upright, shift: 0.6, distance: .cosine)
        #expect(throws: TrainingError.self) { try ImageEmbedder(PairGraph(spec), far, batch: 1) }
        spec.head = .similarity(units: 3)
        let learned = #expect(throws: TrainingError.self) { try ImageEmbedder(PairGraph(spec), views, batch: 1) }
        #expect(learned?.description.contains("--test-time-views") == true)
    }
}
