import Networks
import Testing

@Suite struct PresetTests {
    private func shapes(_ graph: NetworkGraph) -> [String] {
        var seen: [String] = []
        for shape in graph.nodes.map(\.outputShape.description) where seen.last != shape { seen.append(shape) }
        return seen
    }

    @Test(arguments: Preset.all.map(\.name))
    func everyPresetHasTheEmbeddingThatItPromises(_ name: String) throws {
        let preset = try Preset.named(name)
        let graph = try PairGraph(preset.spec())
        #expect(graph.left.output == .vector(preset.embedding))
        #expect(try PairGraph(preset.spec(embedding: 32)).left.output == .vector(32))
        #expect(Set(graph.parameters.map(\.name)).count == graph.parameters.count)
    }

    @Test func anUnknownNameListsTheNamesThereAre() {
        #expect {
            try Preset.named("resnet19")
        } throws: {
            "\($0)".hasPrefix("no network is called \"resnet19\"; there are conv4, koch")
        }
    }

    @Test func kochHasThePapersShapes() throws {
        let graph = try NetworkGraph(Preset.koch.spec())
        #expect(
            shapes(graph) == [
                "64x96x96", "64x48x48", "128x42x42", "128x21x21", "128x18x18", "128x9x9", "256x6x6", "9216", "4096",
            ])
        #expect(graph.parameterCount == 38_947_648)
    }

    @Test func vgg16HasTheFeaturesOfTheTutorials() throws {
        let graph = try PairGraph(Preset.vgg16.spec())
        #expect(graph.left.nodes.filter { $0.name.hasPrefix("features") }.map(\.name).last == "features.28")
        #expect(graph.left.output == .vector(4608))
        #expect(graph.left.parameterCount == 14_714_688)
        #expect(graph.head?.parameterCount == 4608 * 512 + 512 + 512 + 1)
    }

    @Test func dogsAndFacesFlattenToWhatTheirTutorialsSay() throws {
        let features = try [Preset.dogs, .faces].map { preset in
            try NetworkGraph(preset.spec()).nodes.first { $0.operation == .flatten }?.outputShape.count
        }
        #expect(features == [46464, 80000])
    }

    /// Counts of torchvision 0.29's classifiers.
    @Test(arguments: [
        (ResNet.resnet18, 11_689_512), (.resnet34, 21_797_672), (.resnet50, 25_557_032), (.resnet101, 44_549_160),
        (.resnet152, 60_192_808),
    ])
    func classifiersHaveTorchvisionsParameters(_ network: ResNet, _ count: Int) throws {
        let graph = try NetworkGraph(network.classifier(input: .image(channels: 3, height: 224, width: 224)))
        #expect(graph.parameterCount == count)
        #expect(graph.output == .vector(1000))
    }

    @Test func groupsAndWidthMakeResNeXtAndWideNetworks() throws {
        var next = ResNet.resnet50
        next.groups = 32
        next.widthPerGroup = 4
        var wide = ResNet.resnet50
        wide.widthPerGroup = 128
        let input = TensorShape.image(channels: 3, height: 224, width: 224)
        #expect(try NetworkGraph(next.classifier(input: input)).parameterCount == 25_028_904)
        #expect(try NetworkGraph(wide.classifier(input: input)).parameterCount == 68_883_240)
    }

    @Test func resnet50HasThePapersTable() throws {
        let graph = try NetworkGraph(ResNet.resnet50.classifier(input: .image(channels: 3, height: 224, width: 224)))
        let table = ["conv1", "pool1", "layer1.2.out", "layer2.3.out", "layer3.5.out", "layer4.2.out", "avgpool"]
        let found = table.map { name in graph.nodes.first { $0.name == name }?.outputShape.description ?? "missing" }
        #expect(
            found == ["64x112x112", "64x56x56", "256x56x56", "512x28x28", "1024x14x14", "2048x7x7", "2048x1x1"])
        let names = Set(graph.parameters.map(\.name))
        for name in ["conv1.weight", "bn1.running_var", "layer1.0.downsample.0.weight", "layer4.2.bn3.bias", "fc.bias"] {
            #expect(names.contains(name))
        }
    }

    @Test func dilationKeepsTheLastStagesLarge() throws {
        var network = ResNet.resnet50
        network.dilates = [false, true, true]
        let spec = try network.embedder(input: .image(channels: 3, height: 224, width: 224))
        let last = try NetworkGraph(spec).nodes.first { $0.name == "layer4.2.out" }
        #expect(last?.outputShape.description == "2048x28x28")
        var basic = ResNet.resnet18
        basic.dilates = [false, false, true]
        #expect(throws: NetworkError.self) { try basic.embedder(input: .image(channels: 3, height: 64, width: 64)) }
    }

    @Test func aBlocksLastNormalisationMayBeginAtZero() throws {
        var network = ResNet.resnet18
        network.zeroInitializesLastNorm = true
        network.baseChannels = 4
        let spec = try network.embedder(input: .image(channels: 3, height: 32, width: 32))
        let first = try NetworkGraph(spec).initialParameters(spec.initialization, using: SeededGenerator(seed: 1))
        #expect(first["layer1.0.bn2.weight"]?.values == [0, 0, 0, 0])
        #expect(first["layer1.0.bn1.weight"]?.values == [1, 1, 1, 1])
    }
}
