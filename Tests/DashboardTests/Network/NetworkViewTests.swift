import Networks
import Testing
import Training

@testable import Dashboard

@Suite struct NetworkViewTests {
    private let size = Size(columns: 120, rows: 36)

    private func resnet() throws -> NetworkGraph {
        try NetworkGraph(ResNet.resnet18.embedder(input: .image(channels: 3, height: 64, width: 64), features: 64))
    }

    @Test func everyLayerIsInTheTreeOnce() throws {
        let graph = try resnet()
        let tree = LayerTree(graph)
        #expect(tree.rows.filter { !$0.isBlock }.map(\.nodes) == graph.nodes.indices.map { $0..<$0 + 1 })
        #expect(Set(tree.rows.map(\.path)).count == tree.rows.count)
        let stage = try #require(tree.rows.first { $0.path == "layer2" })
        #expect(graph.nodes[stage.nodes].allSatisfy { $0.name.hasPrefix("layer2.") })
        #expect(tree.parent(of: "layer2.0.conv1")?.path == "layer2.0")
        #expect(tree.parent(of: "layer2.0")?.path == "layer2")
        #expect(tree.parent(of: "conv1") == nil)
    }

    @Test func foldingHidesWhatABlockHolds() throws {
        var view = NetworkView()
        view.show(try resnet())
        #expect(!view.folded.isEmpty, "a deep network begins with its innermost blocks folded")
        let block = try #require(view.rows.firstIndex { $0.path == "layer1.1" })
        view.scroll(.by(block), page: 1)
        #expect(view.chosen?.path == "layer1.1")
        let before = view.rows.count
        let hasOpened = view.unfold()
        #expect(hasOpened && view.rows.count > before)
        let hasEntered = view.unfold()
        #expect(hasEntered && view.chosen?.isBlock == false)
        let hasFolded = view.fold()
        #expect(hasFolded && view.chosen?.path == "layer1.1" && view.rows.count == before)
        // All open, then all folded: the chosen row's outermost block is chosen.
        _ = view.toggleAll()
        #expect(view.folded.isEmpty && view.chosen?.path == "layer1.1")
        _ = view.toggleAll()
        #expect(view.chosen?.path == "layer1")
    }

    @Test func aFoldedBlockShowsItsSums() throws {
        var run = SampleRun(steps: 10)
        run.network = try ResNet.resnet18.embedder(input: .image(channels: 3, height: 64, width: 64), features: 64)
        var state = run.state()
        state.press(.character("2"), .character("z"), .character("z"), size: size)
        let text = dashboard(state, size: size).text
        let graph = try #require(state.graph)
        let stage = graph.nodes.filter { $0.name.hasPrefix("layer3.") }.reduce(0) { $0 + $1.parameterCount }
        #expect(text.contains("▸ layer3"))
        #expect(text.contains(NumberText.grouped(stage)))
        #expect(!text.contains("layer3.0"))
    }

    @Test func statisticsOfTheChosenLayer() {
        var state = SampleRun().state()
        state.press(.character("2"), size: size)
        let text = dashboard(state, size: size).text
        #expect(text.contains("update to weight") && text.contains("64 filters") && text.contains("gradients"))
        var empty = SampleRun(steps: 10).state()
        empty.press(.character("2"), size: size)
        #expect(!dashboard(empty, size: size).text.contains("update to weight"))
    }

    @Test func damagedFiltersAreNotDrawn() throws {
        var filters = try #require(FilterPictures(layer: "conv1", shape: [4, 1, 3, 3], weights: Array(repeating: 1, count: 36)))
        filters.bytes = filters.bytes.dropLast(5)
        var statistics = SampleRun().layers(250)
        for (width, count) in [(3, 4), (0, 4), (3, -1), (1 << 20, 4), (3, 1 << 30)] {
            (filters.width, filters.count) = (width, count)
            statistics.filters = filters
            var state = SampleRun().state()
            state.apply(.layers(statistics))
            state.press(.character("2"), size: size)
            #expect(dashboard(state, size: size).cells.count == 120 * 36)
        }
    }

    @Test func theHistoryStaysBounded() {
        var history = LayerHistory()
        for step in 1...2_000 { history.append(SampleRun().layers(step * 10)) }
        #expect(history.updateRatios(of: "conv2").count <= 256)
        #expect(history.latest?.step == 20_000)
    }

    @Test func twinsAreDrawnAsTheyAre() throws {
        func text(_ change: (inout NetworkSpec) -> Void) -> String {
            var run = SampleRun(steps: 10)
            change(&run.network)
            var state = run.state()
            state.press(.character("2"), size: size)
            return dashboard(state, size: size).text
        }
        #expect(text { _ in }.contains("one set of weights"))
        #expect(text { $0.twins = .separate(right: nil) }.contains("its own"))
        #expect(text { $0.head = .distance(.cosine) }.contains("cosine distance"))
        #expect(text { $0.head = .similarity(units: 32) }.contains("one logit"))
    }
}
