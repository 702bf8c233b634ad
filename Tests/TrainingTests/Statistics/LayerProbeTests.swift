import Networks
import Testing

@testable import Training

@Suite struct LayerProbeTests {
    private static func graph() throws -> NetworkGraph {
        try NetworkGraph(
            NetworkSpec(
                name: "tiny", input: .image(channels: 1, height: 4, width: 4),
                layers: [.convolution(2, kernel: 3, padding: 1), .batchNorm(), .relu, .flatten, .linear(3)]))
    }

    private static func set(_ graph: NetworkGraph, _ value: (Int) -> Float) -> ParameterSet {
        var set = ParameterSet()
        for info in graph.parameters {
            set[info.name] = Tensor(shape: info.shape, values: (0..<info.count).map(value))
        }
        return set
    }

    @Test func figuresOfEveryLayer() throws {
        let graph = try Self.graph()
        let before = Self.set(graph) { _ in 2 }
        let after = Self.set(graph) { _ in 1.5 }
        var gradients = Self.set(graph) { Float($0 % 3) - 1 }
        // The second filter gets no gradient: its unit is dead.
        let first = try #require(gradients["conv1.weight"])
        gradients["conv1.weight"] = Tensor(
            shape: first.shape, values: first.values.enumerated().map { $0.offset < 9 ? 1 : 0 })
        let statistics = LayerProbe(graph).statistics(
            step: 5, elapsed: 1, parameters: after, gradients: gradients, previous: before)
        #expect(statistics.layers.map(\.name) == ["conv1", "bn1", "linear1"])
        let conv1 = try #require(statistics["conv1"])
        let count = Float(graph.nodes[0].parameters.filter(\.isTrainable).map(\.count).reduce(0, +))
        #expect(abs(conv1.weightNorm - 1.5 * count.squareRoot()) < 1e-4)
        #expect(abs((conv1.updateRatio ?? 0) - 0.5 / 1.5) < 1e-5)
        #expect(conv1.deadFraction == 0.5)
        #expect(conv1.weights.counts.reduce(0, +) == Int(count))
        #expect(statistics["bn1"]?.deadFraction == Float(0.5))
        #expect(statistics["linear1"]?.deadFraction == nil)
        #expect(statistics.filters?.count == 2)
        #expect(statistics.filters?.layer == "conv1")
    }

    @Test func beforeTheFirstStepNothingIsDead() throws {
        let graph = try Self.graph()
        let statistics = LayerProbe(graph).statistics(
            step: 0, elapsed: 0, parameters: Self.set(graph) { _ in 1 }, gradients: Self.set(graph) { _ in 0 },
            previous: ParameterSet())
        #expect(statistics.layers.allSatisfy { $0.deadFraction == nil && $0.updateRatio == nil && $0.gradientNorm == 0 })
    }

    @Test func namesTheLayerThatIsNotFinite() throws {
        let graph = try Self.graph()
        let probe = LayerProbe(graph)
        var set = Self.set(graph) { _ in 1 }
        #expect(probe.nonFiniteLayers(in: set).isEmpty)
        set["linear1.weight"]?.values[3] = .nan
        #expect(probe.nonFiniteLayers(in: set) == ["linear1"])
        set["bn1.weight"]?.values[0] = .infinity
        #expect(probe.nonFiniteLayers(in: set) == ["bn1", "linear1"])
    }
}
