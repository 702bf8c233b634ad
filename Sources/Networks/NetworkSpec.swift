/// A network as plain data: what an image goes through to become an embedding, and how two embeddings are compared.
///
/// Nothing here runs. `NetworkGraph` checks it and gives every value its shape; engines run the graph.
public struct NetworkSpec: Hashable, Sendable {
    public var name: String
    /// The paper, so that a reader can check the numbers.
    public var source: String?
    /// What one image must be: `[C, H, W]`.
    public var input: TensorShape
    public var layers: [Layer]
    public var initialization: Initialization
    public var head: Head
    public var twins: Twins

    public init(
        name: String, source: String? = nil, input: TensorShape, layers: [Layer], initialization: Initialization = .pytorch,
        head: Head = .distance(.euclidean), twins: Twins = .shared
    ) {
        self.name = name
        self.source = source
        self.input = input
        self.layers = layers
        self.initialization = initialization
        self.head = head
        self.twins = twins
    }
}

/// A layer of a specification: one operation, or a block of them with a shortcut around it.
public indirect enum Layer: Hashable, Sendable {
    case operation(Operation, name: String? = nil)
    case residual(Residual)
}

/// A residual block (He et al. 2015): `activation(body(x) + shortcut(x))`; an empty shortcut is the identity.
public struct Residual: Hashable, Sendable {
    public var name: String
    public var body: [Layer]
    public var shortcut: [Layer]
    public var activation: Activation?

    public init(name: String, body: [Layer], shortcut: [Layer] = [], activation: Activation? = .relu) {
        self.name = name
        self.body = body
        self.shortcut = shortcut
        self.activation = activation
    }
}

// Short spellings, so that a preset reads like its paper's table.
extension Layer {
    public static func convolution(
        _ channels: Int, kernel: Extent, stride: Extent = 1, padding: Extent = 0, dilation: Extent = 1, groups: Int = 1,
        bias: Bool = true, name: String? = nil
    ) -> Layer {
        let convolution = Convolution(
            channels: channels, kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups,
            bias: bias)
        return .operation(.convolution(convolution), name: name)
    }

    public static func linear(_ features: Int, bias: Bool = true, name: String? = nil) -> Layer {
        .operation(.linear(Linear(features: features, bias: bias)), name: name)
    }

    public static func batchNorm(
        epsilon: Float = 1e-5, momentum: Float = 0.1, initialScale: Float = 1, name: String? = nil
    ) -> Layer {
        .operation(.batchNorm(BatchNorm(epsilon: epsilon, momentum: momentum, initialScale: initialScale)), name: name)
    }

    public static func maxPool(_ kernel: Extent, stride: Extent? = nil, padding: Extent = 0, name: String? = nil) -> Layer {
        .operation(.maxPool(Pooling(kernel: kernel, stride: stride, padding: padding)), name: name)
    }

    public static func averagePool(
        _ kernel: Extent, stride: Extent? = nil, padding: Extent = 0, name: String? = nil
    ) -> Layer {
        .operation(.averagePool(Pooling(kernel: kernel, stride: stride, padding: padding)), name: name)
    }

    public static func adaptiveAveragePool(_ size: Extent = 1, name: String? = nil) -> Layer {
        .operation(.adaptiveAveragePool(AdaptivePooling(size: size)), name: name)
    }

    public static func reflectionPad(_ padding: Int) -> Layer {
        .operation(.reflectionPad(ReflectionPad(padding: padding)))
    }

    public static func dropout(_ probability: Float, name: String? = nil) -> Layer {
        .operation(.dropout(Dropout(probability: probability)), name: name)
    }

    public static let relu = Layer.operation(.activation(.relu))
    public static let sigmoid = Layer.operation(.activation(.sigmoid))
    public static let tanh = Layer.operation(.activation(.tanh))
    public static func leakyReLU(slope: Float = 0.01) -> Layer { .operation(.activation(.leakyReLU(slope: slope))) }
    public static let flatten = Layer.operation(.flatten)
    public static let l2Normalize = Layer.operation(.l2Normalize(L2Normalize()))
    public static let softmax = Layer.operation(.softmax)
}
