import Testing

@testable import Networks

@Suite struct EndingTests {
    @Test func aNetworkEndsAtAnyLayer() throws {
        let whole = try NetworkGraph(Preset.resnet18.spec(input: .image(channels: 3, height: 32, width: 32)))
        for node in whole.nodes {
            let part = try #require(whole.ending(at: node.name))
            #expect(part.nodes.last?.name == node.name && part.output == node.outputShape && part.input == whole.input)
            // Everything is read from an earlier node, and everything but the last is read.
            for (index, node) in part.nodes.enumerated() {
                #expect(!node.inputs.isEmpty && node.inputs.allSatisfy { (0...index).contains($0) })
                let isRead = part.nodes.contains { $0.inputs.contains(index + 1) }
                #expect(isRead || index == part.nodes.count - 1)
            }
        }
        #expect(whole.ending(at: whole.nodes.last?.name ?? "") == whole)
        #expect(whole.ending(at: "nothing") == nil)
    }

    @Test func aShortcutDoesWithoutTheBody() throws {
        let whole = try NetworkGraph(Preset.resnet18.spec(input: .image(channels: 3, height: 32, width: 32)))
        let shortcut = try #require(whole.nodes.first { $0.name.contains("downsample") })
        let part = try #require(whole.ending(at: shortcut.name))
        let block = shortcut.name.split(separator: ".").prefix(2).joined(separator: ".")
        #expect(part.nodes.filter { $0.name.hasPrefix(block + ".") }.map(\.name) == [shortcut.name])
    }
}
