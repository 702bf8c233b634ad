import Foundation
import Networks
import Testing

@Suite struct JSONTests {
    private func complaint(_ text: String) -> String {
        do {
            _ = try NetworkSpec(json: Data(text.utf8))
            return "no complaint"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: Preset.all.map(\.name))
    func presetsSurviveTheRoundTrip(_ name: String) throws {
        let spec = try Preset.named(name).spec()
        #expect(try NetworkSpec(json: JSONEncoder().encode(spec)) == spec)
    }

    @Test func everyLayerSurvivesTheRoundTrip() throws {
        let layers: [Layer] = [
            .convolution(
                8, kernel: Extent(height: 3, width: 5), stride: 2, padding: 1, dilation: 2, groups: 2, bias: false, name: "first"),
            .batchNorm(epsilon: 1e-3, momentum: 0.2, initialScale: 0), .relu, .leakyReLU(slope: 0.2), .tanh, .sigmoid,
            .maxPool(3, stride: 2, padding: 1), .averagePool(2), .adaptiveAveragePool(2), .reflectionPad(1),
            .residual(Residual(name: "b", body: [.relu], shortcut: [.tanh], activation: nil)),
            .dropout(0.25), .flatten, .linear(4, bias: false), .l2Normalize, .softmax,
        ]
        let spec = NetworkSpec(
            name: "all", source: "a paper", input: .image(channels: 2, height: 30, width: 30), layers: layers,
            initialization: .glorot, head: .similarity(difference: .signed, layers: [.linear(1)]),
            twins: .separate(right: layers))
        #expect(try NetworkSpec(json: JSONEncoder().encode(spec)) == spec)
    }

    @Test(arguments: [
        ("", "the network is not written in JSON"),
        ("[1]", "a network must be an object"),
        ("{\"layers\": []}", "a network needs \"input\""),
        ("{\"input\": \"1x8x8\"}", "a network needs \"layers\""),
        ("{\"input\": \"1x0x8\", \"layers\": []}", "\"1x0x8\" is not a shape"),
        ("{\"input\": \"1x8x8\", \"layers\": [], \"inptu\": 1}", "a network knows no \"inptu\""),
        (
            "{\"input\": \"1x8x8\", \"layers\": [], \"initialization\": \"zero\"}",
            "\"initialization\" of a network must be one of pytorch"
        ),
        ("{\"input\": \"1x8x8\", \"layers\": [{\"type\": \"conv\"}]}", "no layer is of type \"conv\""),
        (
            "{\"input\": \"1x8x8\", \"layers\": [{\"type\": \"convolution\", \"kernel\": 3}]}",
            "a layer of type \"convolution\" needs \"channels\""
        ),
        (
            "{\"input\": \"1x8x8\", \"layers\": [{\"type\": \"linear\", \"features\": 3, \"units\": 3}]}",
            "a layer of type \"linear\" knows no \"units\""
        ),
        (
            "{\"input\": \"1x8x8\", \"layers\": [{\"type\": \"linear\", \"features\": 99999999999999999999}]}",
            "\"features\" of a layer"
        ),
        ("{\"input\": \"1x8x8\", \"layers\": [{\"type\": \"dropout\", \"probability\": 1e99}]}", "\"probability\" of a layer"),
        (
            "{\"input\": \"1x8x8\", \"layers\": [], \"head\": {\"type\": \"distance\", \"distance\": \"far\"}}",
            "\"distance\" of a head must be one of"
        ),
        ("{\"input\": \"1x8x8\", \"layers\": [], \"twins\": {\"type\": \"triplets\"}}", "twins cannot be \"triplets\""),
    ])
    func everyMistakeGetsASentence(_ text: String, _ beginning: String) {
        #expect(complaint(text).hasPrefix(beginning), "\(complaint(text))")
    }

    @Test(arguments: [10, 40, 200, 5_000])
    func deepNestingIsRefusedNotFollowed(_ depth: Int) {
        let open = String(repeating: "{\"type\": \"residual\", \"name\": \"b\", \"body\": [", count: depth)
        let text = "{\"input\": \"1x8x8\", \"layers\": [" + open + String(repeating: "]}", count: depth) + "]}"
        #expect(depth > 16 ? complaint(text) != "no complaint" : complaint(text) == "no complaint", "\(complaint(text))")
    }
}
