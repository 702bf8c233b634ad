/// The residual networks of He, Zhang, Ren and Sun 2015 (arXiv:1512.03385), as torchvision builds and names them: the stride of a
/// bottleneck is in its 3x3 convolution.
public struct ResNet: Hashable, Sendable {
    public enum Block: Hashable, Sendable {
        /// Two 3x3 convolutions.
        case basic
        /// 1x1, 3x3 and 1x1, the last with four times the channels.
        case bottleneck

        var expansion: Int { self == .basic ? 1 : 4 }
    }

    public var name: String
    public var block: Block
    /// Blocks in each of the four stages.
    public var blocks: [Int]
    /// Channels of the first stage; every later one has twice as many.
    public var baseChannels = 64
    /// Groups of the 3x3 convolutions of bottlenecks (ResNeXt, Xie et al. 2017).
    public var groups = 1
    /// Channels of a group at the first stage, where that has 64 (wide networks, Zagoruyko, Komodakis 2016: 128).
    public var widthPerGroup = 64
    /// Lets the last normalisation of every block begin at zero (Goyal et al. 2017).
    public var zeroInitializesLastNorm = false
    /// For the second, third and fourth stage: dilate instead of striding (Yu, Koltun 2016).
    public var dilates = [false, false, false]

    public init(_ name: String, _ block: Block, blocks: [Int]) {
        self.name = name
        self.block = block
        self.blocks = blocks
    }

    public static let resnet18 = ResNet("resnet18", .basic, blocks: [2, 2, 2, 2])
    public static let resnet34 = ResNet("resnet34", .basic, blocks: [3, 4, 6, 3])
    public static let resnet50 = ResNet("resnet50", .bottleneck, blocks: [3, 4, 6, 3])
    public static let resnet101 = ResNet("resnet101", .bottleneck, blocks: [3, 4, 23, 3])
    public static let resnet152 = ResNet("resnet152", .bottleneck, blocks: [3, 8, 36, 3])

    /// Channels that reach the global average pooling.
    public var features: Int { baseChannels * 8 * block.expansion }

    /// The network that embeds: everything up to the global average pooling, and a linear layer `fc` where a size is given.
    ///
    /// - Throws: `NetworkError` where the options do not go together.
    public func embedder(input: TensorShape, features: Int? = nil, head: Head = .distance(.euclidean)) throws -> NetworkSpec {
        try checkOptions()
        return embedderOfCheckedOptions(input: input, features: features, head: head)
    }

    /// For options that are known to go together, as the presets' are.
    func embedderOfCheckedOptions(input: TensorShape, features: Int?, head: Head) -> NetworkSpec {
        let last: [Layer] = features.map { [.linear($0, name: "fc")] } ?? []
        return spec(input: input, layers: body() + [.flatten] + last, head: head)
    }

    /// The network of the paper: class probabilities after a linear layer `fc`.
    ///
    /// - Throws: `NetworkError` where the options do not go together.
    public func classifier(input: TensorShape, classes: Int = 1000) throws -> NetworkSpec {
        try checkOptions()
        return spec(
            input: input, layers: body() + [.flatten, .linear(classes, name: "fc"), .softmax], head: .distance(.euclidean))
    }

    private func spec(input: TensorShape, layers: [Layer], head: Head) -> NetworkSpec {
        NetworkSpec(
            name: name, source: "He, Zhang, Ren, Sun 2015, arXiv:1512.03385", input: input, layers: layers,
            initialization: .kaimingFanOut, head: head)
    }

    private func checkOptions() throws {
        guard blocks.count == 4, dilates.count == 3, blocks.allSatisfy({ $0 > 0 }) else {
            throw NetworkError("\(name) needs the number of blocks of four stages, and whether the last three dilate")
        }
        guard block == .bottleneck || (groups == 1 && widthPerGroup == 64 && !dilates.contains(true)) else {
            throw NetworkError("\(name) has basic blocks, which have no groups, widths or dilation; take bottlenecks for those")
        }
    }

    /// Everything up to the global average pooling.
    private func body() -> [Layer] {
        var layers: [Layer] = [
            .convolution(baseChannels, kernel: 7, stride: 2, padding: 3, bias: false, name: "conv1"), .batchNorm(name: "bn1"),
            .relu, .maxPool(3, stride: 2, padding: 1),
        ]
        var incoming = baseChannels
        var dilation = 1
        for stage in 0..<4 {
            let channels = baseChannels << stage
            let outgoing = channels * block.expansion
            let before = dilation
            var stride = stage == 0 ? 1 : 2
            if stage > 0, dilates[stage - 1] {
                dilation *= stride
                stride = 1
            }
            for index in 0..<blocks[stage] {
                let isFirst = index == 0
                let step = isFirst ? stride : 1
                let projects = isFirst && (step != 1 || incoming != outgoing)
                layers.append(
                    .residual(
                        Residual(
                            name: "layer\(stage + 1).\(index)",
                            body: branch(channels, stride: Extent(step), dilation: Extent(isFirst ? before : dilation)),
                            shortcut: projects ? projection(outgoing, stride: Extent(step)) : [])))
                incoming = outgoing
            }
        }
        layers.append(.adaptiveAveragePool(1, name: "avgpool"))
        return layers
    }

    private func branch(_ channels: Int, stride: Extent, dilation: Extent) -> [Layer] {
        let last = Layer.batchNorm(initialScale: zeroInitializesLastNorm ? 0 : 1)
        switch block {
        case .basic:
            return [
                .convolution(channels, kernel: 3, stride: stride, padding: 1, bias: false), .batchNorm(), .relu,
                .convolution(channels, kernel: 3, padding: 1, bias: false), last,
            ]
        case .bottleneck:
            let width = channels * widthPerGroup / 64 * groups
            return [
                .convolution(width, kernel: 1, bias: false), .batchNorm(), .relu,
                .convolution(
                    width, kernel: 3, stride: stride, padding: dilation, dilation: dilation, groups: groups, bias: false),
                .batchNorm(), .relu,
                .convolution(channels * 4, kernel: 1, bias: false), last,
            ]
        }
    }

    private func projection(_ channels: Int, stride: Extent) -> [Layer] {
        [.convolution(channels, kernel: 1, stride: stride, bias: false, name: "0"), .batchNorm(name: "1")]
    }
}
