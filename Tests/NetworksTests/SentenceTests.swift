import Networks
import Testing

@Suite struct SentenceTests {
    private func complaint(_ layers: [Layer], input: TensorShape = .image(channels: 1, height: 28, width: 28)) -> String {
        do {
            _ = try NetworkGraph(NetworkSpec(name: "mine", input: input, layers: layers))
            return "no complaint"
        } catch {
            return "\(error)"
        }
    }

    @Test func aMapThatHasShrunkIsToldWithTheInputsSize() {
        let layers: [Layer] = [
            .convolution(4, kernel: 3, padding: 1), .maxPool(4), .convolution(4, kernel: 3, padding: 1), .maxPool(3),
            .convolution(4, kernel: 4),
        ]
        #expect(complaint(layers) == "conv3 needs at least 4x4, but the input 28x28 has shrunk to 2x2 there")
    }

    @Test func theFirstLayerSpeaksOfTheInputItself() {
        #expect(complaint([.convolution(4, kernel: 30)]) == "conv1 needs at least 30x30, but the input is 28x28")
    }

    @Test(arguments: [
        ([Layer.flatten, .convolution(4, kernel: 3)], "conv1 convolves maps"),
        ([.flatten, .maxPool(2)], "pool1 pools maps"),
        ([.l2Normalize], "normalize1 normalises vectors"),
        ([.convolution(0, kernel: 3)], "conv1 needs at least one channel"),
        ([.convolution(3, kernel: 3, groups: 2)], "conv1 has 2 groups"),
        ([.maxPool(2, padding: 2)], "pool1 may pad by half its kernel at most"),
        ([.reflectionPad(28)], "pad1 needs at least 29x29"),
        ([.dropout(1)], "dropout1 needs a probability"),
        ([.dropout(.nan)], "dropout1 needs a probability"),
        ([.linear(0)], "linear1 needs from 1"),
        ([.relu, .linear(3, name: "a"), .linear(3, name: "a")], "two layers are called a"),
        ([.linear(3, name: "")], "a layer has an empty name"),
        ([], "mine has no layers"),
        ([.residual(Residual(name: "b", body: [.convolution(2, kernel: 3)]))], "block b adds 2x26x26 to 1x28x28"),
    ])
    func everyRefusalNamesTheLayer(_ layers: [Layer], _ beginning: String) {
        #expect(complaint(layers).hasPrefix(beginning), "\(complaint(layers))")
    }

    /// Sizes that would overflow if they were multiplied.
    @Test(arguments: [
        [Layer.convolution(Int.max, kernel: 3)], [.convolution(1, kernel: Extent(Int.max))],
        [.convolution(1, kernel: 3, stride: Extent(Int.max))], [.convolution(1, kernel: 3, padding: Extent(Int.max))],
        [.convolution(1, kernel: 3, padding: 1, dilation: Extent(Int.max))], [.linear(Int.max)],
        [.linear(1 << 20), .linear(1 << 20)],
        [.adaptiveAveragePool(Extent(Int.max))], [.adaptiveAveragePool(65_536)], [.maxPool(Extent(Int.max))],
        [.maxPool(2, padding: Extent(Int.max))], [.reflectionPad(Int.max)], [.convolution(1 << 20, kernel: 3, padding: 65_536)],
        [.convolution(8, kernel: 3, groups: Int.max)],
    ])
    func absurdSizesAreRefusedNotMultiplied(_ layers: [Layer]) {
        #expect(complaint(layers) != "no complaint")
    }

    @Test func absurdInputsAreRefused() {
        for dimensions in [[1, 0, 4], [1, -3, 4], [65_536, 65_536, 65_536], [Int.max, Int.max, 2], [3]] {
            #expect(complaint([.linear(2)], input: TensorShape(dimensions)) != "no complaint")
        }
    }

    @Test func blocksInBlocksEndSomewhere() {
        var layer = Layer.relu
        for _ in 0..<100 { layer = .residual(Residual(name: "b", body: [layer])) }
        #expect(complaint([layer]).contains("deep in each other"))
    }

    @Test func partsOfAPairMustFit() {
        let input = TensorShape.image(channels: 1, height: 8, width: 8)
        var spec = NetworkSpec(name: "mine", input: input, layers: [.linear(4)], twins: .separate(right: [.linear(5)]))
        #expect(throws: NetworkError("the left network ends in 4 and the right one in 5; make both the same")) {
            try PairGraph(spec)
        }
        spec.twins = .shared
        spec.head = .similarity(difference: .signed, layers: [.linear(2)])
        #expect(throws: NetworkError("the head ends in 2 values; end it in a linear layer with 1 feature")) {
            try PairGraph(spec)
        }
    }
}
