/// One step of a network, as data. Each case's payload, its shape rule and its parameters live in a file of their own.
public enum Operation: Hashable, Sendable {
    case convolution(Convolution)
    case linear(Linear)
    case batchNorm(BatchNorm)
    case activation(Activation)
    case maxPool(Pooling)
    case averagePool(Pooling)
    case adaptiveAveragePool(AdaptivePooling)
    case reflectionPad(ReflectionPad)
    case flatten
    case dropout(Dropout)
    case l2Normalize(L2Normalize)
    case softmax
    /// The sum of two values of one shape. Only residual blocks make it; a file cannot name it.
    case add
}

/// What shape inference asks of an operation.
protocol ShapedOperation {
    /// The stem of names given to layers that the author left unnamed: `conv` gives `conv1`, `conv2`, ...
    var stem: String { get }

    /// - Throws: `ShapeRefusal` with the end of a sentence that begins with the layer's name.
    func outputShape(for input: TensorShape) throws -> TensorShape

    /// Trainable parameters and running statistics, named as PyTorch names them.
    func parameters(for input: TensorShape) -> [ParameterInfo]

    /// Multiply-accumulates of one sample's forward pass; zero for what is not counted by convention.
    func multiplyAccumulates(input: TensorShape, output: TensorShape) -> Int
}

extension ShapedOperation {
    func parameters(for input: TensorShape) -> [ParameterInfo] { [] }
    func multiplyAccumulates(input: TensorShape, output: TensorShape) -> Int { 0 }
}

/// Why an operation refuses an input: "needs at least 4x4, but ...".
struct ShapeRefusal: Error {
    let reason: String
    /// True where the refusal is about the size that earlier layers have left, so that the message tells the input's size.
    var isTooSmall = false
}

extension Operation {
    /// The one place that turns a case into its payload's rules.
    var shaped: any ShapedOperation {
        switch self {
        case .convolution(let convolution): convolution
        case .linear(let linear): linear
        case .batchNorm(let batchNorm): batchNorm
        case .activation(let activation): activation
        case .maxPool(let pooling): PoolingRule(pooling: pooling, stem: "pool")
        case .averagePool(let pooling): PoolingRule(pooling: pooling, stem: "avgpool")
        case .adaptiveAveragePool(let pooling): pooling
        case .reflectionPad(let pad): pad
        case .flatten: Flatten()
        case .dropout(let dropout): dropout
        case .l2Normalize(let normalize): normalize
        case .softmax: Softmax()
        case .add: Add()
        }
    }
}

/// One parameter of a layer: its name within the layer and its plain shape.
public struct ParameterInfo: Hashable, Sendable {
    public enum Role: Hashable, Sendable {
        case weight
        case bias
        /// Batch normalisation's scale and shift.
        case scale
        case shift
        /// Running statistics: saved and loaded, never trained.
        case runningMean
        case runningVariance
    }

    public let name: String
    public let shape: [Int]
    public let role: Role
    /// How many inputs feed one output, how many outputs one input feeds: what initialisations are computed from.
    public let fanIn: Int
    public let fanOut: Int
    /// Initialisations treat linear layers apart from convolutions.
    var isOfLinear = false
    /// What a scale begins with.
    var initialValue: Float = 1

    public var count: Int { shape.reduce(1, *) }
    public var isTrainable: Bool { role != .runningMean && role != .runningVariance }

    func prefixed(with layer: String) -> ParameterInfo {
        ParameterInfo(
            name: "\(layer).\(name)", shape: shape, role: role, fanIn: fanIn, fanOut: fanOut, isOfLinear: isOfLinear,
            initialValue: initialValue)
    }
}

/// Height and width of something: a kernel, a stride, a padding. Written `3` or `[3, 5]` in JSON.
public struct Extent: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    public var height: Int
    public var width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    public init(_ side: Int) { self.init(height: side, width: side) }
    public init(integerLiteral side: Int) { self.init(side) }

    public var description: String { "\(height)x\(width)" }
}

extension Extent: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let side = try? container.decode(Int.self) {
            self.init(side)
        } else if let sides = try? container.decode([Int].self), sides.count == 2 {
            self.init(height: sides[0], width: sides[1])
        } else {
            throw NetworkError("a size must be a number or [height, width]")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if height == width { try container.encode(height) } else { try container.encode([height, width]) }
    }
}

/// How far a window of `kernel` cells reaches when its taps are `dilation` apart, and how many places it has along a side.
struct Window {
    let kernel: Int
    let stride: Int
    let padding: Int
    var dilation = 1

    var reach: Int { dilation * (kernel - 1) + 1 }

    func places(along side: Int) -> Int { (side + 2 * padding - reach) / stride + 1 }

    func fits(_ side: Int) -> Bool { side + 2 * padding >= reach }
}
