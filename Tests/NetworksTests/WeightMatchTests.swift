import Networks
import Testing

/// Every weight that a network has and a file offers is found, whatever part of the network it is of and whatever wraps its name.
@Suite struct WeightMatchTests {
    private let pair: PairGraph
    private let wanted: [ParameterInfo]

    init() throws {
        pair = try PairGraph(
            NetworkSpec(
                name: "pair", input: .image(channels: 1, height: 4, width: 4),
                layers: [.convolution(2, kernel: 3), .batchNorm(), .linear(3, name: "fc")],
                head: .similarity(difference: .absolute, layers: [.linear(4), .linear(1, name: "out")]),
                twins: .separate(right: nil)))
        wanted = pair.parameters
    }

    /// Different numbers in every tensor.
    private func file(_ rename: (String) -> String = { $0 }, without dropped: Set<String> = []) -> ParameterSet {
        var tensors = ParameterSet()
        for (number, info) in wanted.enumerated() where !dropped.contains(info.name) {
            tensors[rename(info.name)] = Tensor(shape: info.shape, repeating: Float(number + 1))
        }
        return tensors
    }

    /// What names of the left network, the right one and the head begin with in a file.
    @Test(arguments: [
        ["", "right.", "head."], ["module.", "module.right.", "module.head."], ["backbone.", "backbone.right.", "head."],
        ["left.", "right.", "head."], ["net.", "net.right.", "compare.head."], ["a.b.", "a.b.right.", "a.head."],
    ])
    func allPartsAreFoundUnderAnyWords(_ words: [String]) {
        func rename(_ name: String) -> String {
            if name.hasPrefix("right.") { return words[1] + name.dropFirst(6) }
            if name.hasPrefix("head.") { return words[2] + name.dropFirst(5) }
            return words[0] + name
        }
        let match = WeightMatch(file(rename), to: wanted)
        #expect(match.isComplete && match.shortcoming == nil && match.extra.isEmpty && match.gaps.isEmpty)
        #expect(match.taken == wanted.map(\.name))
        for (number, info) in wanted.enumerated() {
            #expect(match.parameters[info.name] == Tensor(shape: info.shape, repeating: Float(number + 1)), "\(info.name)")
        }
    }

    @Test func eachWeightThatIsNotThereIsToldAndNoOtherTakesItsPlace() {
        for info in wanted {
            let match = WeightMatch(file(without: [info.name]), to: wanted)
            #expect(match.missing == [info.name] && !match.isComplete)
            #expect(match.shortcoming == "lacks \(info.name)")
            #expect(match.taken.count == wanted.count - 1)
            #expect(match.parameters[info.name] == nil)
        }
    }

    @Test func eachWeightOfAnotherShapeIsTold() {
        for info in wanted {
            var tensors = file()
            tensors[info.name] = Tensor(shape: info.shape + [2])
            let match = WeightMatch(tensors, to: wanted)
            #expect(match.misshapen.map(\.name) == [info.name] && match.missing.isEmpty)
            #expect(match.shortcoming?.hasPrefix("has \(info.name) as ") == true)
        }
    }

    @Test func gapsAreWhatLiesBeforeWhatFits() {
        let last = WeightMatch(file(without: ["fc.weight", "fc.bias", "head.out.weight", "head.out.bias"]), to: wanted)
        #expect(last.gaps.isEmpty && !last.isComplete)
        let middle = WeightMatch(file(without: ["bn1.running_var", "right.conv1.bias"]), to: wanted)
        #expect(middle.gaps == ["bn1.running_var", "right.conv1.bias"])
    }

    @Test func whatTheNetworkHasNotIsExtra() {
        var tensors = file()
        tensors["classifier.weight"] = Tensor(shape: [1])
        tensors["bn1.num_batches_tracked"] = Tensor(shape: [1])
        let match = WeightMatch(tensors, others: ["version"], to: wanted)
        #expect(match.isComplete && match.extra == ["classifier.weight", "version"] && match.counters == 1)
    }

    /// Layers of one part that are called like those of another would share its weights.
    @Test func partsMayNotShareNames() {
        let spec = NetworkSpec(
            name: "mixed", input: .image(channels: 1, height: 4, width: 4), layers: [.linear(3, name: "head.out"), .linear(3)],
            head: .similarity(difference: .absolute, layers: [.linear(1, name: "out")]))
        #expect(throws: NetworkError.self) { try PairGraph(spec) }
    }

    /// A new head is what a person wants, a twin of random numbers beside one that has learned is not.
    @Test func aTwinThatIsLackingAltogetherIsAGap() {
        let right = Set(wanted.map(\.name).filter { $0.hasPrefix("right.") })
        #expect(Set(WeightMatch(file(without: right), to: wanted).gaps) == right)
        let head = Set(wanted.map(\.name).filter { $0.hasPrefix("head.") })
        #expect(WeightMatch(file(without: head), to: wanted).gaps.isEmpty)
    }
}
