import Networks

extension NetworkSpec {
    /// The same network with fewer channels and features, at least four each: small enough for a test, and what `networks.py` builds.
    public func narrowed(by factor: Int) -> NetworkSpec {
        var narrow = self
        narrow.layers = layers.map { $0.narrowed(by: factor) }
        narrow.head = .distance(.euclidean)
        return narrow
    }

    /// The narrow network of a fixture whose metadata names a preset.
    public init(presetOf fixture: Fixture) throws {
        guard let input = TensorShape(parsing: try fixture.text("input")), let factor = Int(try fixture.text("factor")) else {
            throw Fixture.Missing(description: "the fixture has no input or factor")
        }
        self = try Preset.named(fixture.text("preset")).spec(input: input).narrowed(by: factor)
    }

    /// The narrow residual network of a fixture of options: `resnext` has groups and widths, `dilated` no strides late.
    public init(residualOptionsOf fixture: Fixture, _ name: String) throws {
        guard let input = TensorShape(parsing: try fixture.text("input")) else {
            throw Fixture.Missing(description: "the fixture has no input")
        }
        var network = ResNet(name, .bottleneck, blocks: [1, 1, 1, 1])
        network.baseChannels = 4
        if name == "resnext" {
            network.groups = 2
            network.widthPerGroup = 32
        } else {
            network.dilates = [false, true, true]
        }
        self = try network.embedder(input: input)
    }
}

extension Layer {
    fileprivate func narrowed(by factor: Int) -> Layer {
        switch self {
        case .residual(var block):
            block.body = block.body.map { $0.narrowed(by: factor) }
            block.shortcut = block.shortcut.map { $0.narrowed(by: factor) }
            return .residual(block)
        case .operation(.convolution(var convolution), let name):
            convolution.channels = max(4, convolution.channels / factor)
            return .operation(.convolution(convolution), name: name)
        case .operation(.linear(var linear), let name):
            linear.features = max(4, linear.features / factor)
            return .operation(.linear(linear), name: name)
        case .operation:
            return self
        }
    }
}
