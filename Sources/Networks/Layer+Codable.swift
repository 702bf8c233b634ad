/// The JSON form: `{"type": "convolution", "name": "conv1", "channels": 64, "kernel": 3, "padding": 1}`.
///
/// Everything with a usual value may be left out; a key that is not known is an error, since it is most often a misspelling.
extension Layer: Codable {
    public init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= 2 * Limits.nesting + 4 else {
            throw NetworkError("residual blocks lie more than \(Limits.nesting) deep in each other; unfold some")
        }
        let fields = try LayerFields(decoder)
        let type = try fields.required("type", String.self)
        self = try fields.layer(type)
        try fields.refuseUnread()
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        switch self {
        case .residual(let block):
            try container.encode("residual", forKey: "type")
            try container.encode(block.name, forKey: "name")
            try container.encode(block.body, forKey: "body")
            if !block.shortcut.isEmpty { try container.encode(block.shortcut, forKey: "shortcut") }
            try container.encode(block.activation?.typeName ?? "none", forKey: "activation")
        case .operation(let operation, let name):
            try container.encode(operation.typeName, forKey: "type")
            try container.encodeIfPresent(name, forKey: "name")
            try operation.encodeFields(into: &container)
        }
    }
}

/// Reads the fields of one layer.
private struct LayerFields {
    private let fields: ObjectFields

    init(_ decoder: any Decoder) throws {
        let type = try? decoder.container(keyedBy: FieldName.self).decode(String.self, forKey: "type")
        fields = try ObjectFields(decoder, of: type.map { "a layer of type \"\($0)\"" } ?? "a layer")
    }

    func required<Value: Decodable>(_ key: String, _ type: Value.Type) throws -> Value {
        try fields.required(key, type, Self.noun(for: type))
    }

    func optional<Value: Decodable>(_ key: String, _ type: Value.Type) throws -> Value? {
        try fields.optional(key, type, Self.noun(for: type))
    }

    func refuseUnread() throws { try fields.refuseUnread() }

    private static func noun(for type: Any.Type) -> String {
        switch type {
        case is Int.Type: "a whole number"
        case is Float.Type: "a number"
        case is Bool.Type: "true or false"
        case is String.Type: "a text in quotes"
        case is Extent.Type: "a number or [height, width]"
        default: "a list of layers"
        }
    }

    func layer(_ type: String) throws -> Layer {
        guard type != "residual" else { return .residual(try residual()) }
        let name = try optional("name", String.self)
        return .operation(try operation(type), name: name)
    }

    private func residual() throws -> Residual {
        let activationName = try optional("activation", String.self) ?? "relu"
        let activation = activationName == "none" ? nil : try activation(activationName)
        return Residual(
            name: try required("name", String.self), body: try required("body", [Layer].self),
            shortcut: try optional("shortcut", [Layer].self) ?? [], activation: activation)
    }

    private func operation(_ type: String) throws -> Operation {
        switch type {
        case "convolution":
            .convolution(
                Convolution(
                    channels: try required("channels", Int.self), kernel: try required("kernel", Extent.self),
                    stride: try optional("stride", Extent.self) ?? 1, padding: try optional("padding", Extent.self) ?? 0,
                    dilation: try optional("dilation", Extent.self) ?? 1, groups: try optional("groups", Int.self) ?? 1,
                    bias: try optional("bias", Bool.self) ?? true))
        case "linear":
            .linear(Linear(features: try required("features", Int.self), bias: try optional("bias", Bool.self) ?? true))
        case "batch-norm":
            .batchNorm(
                BatchNorm(
                    epsilon: try optional("epsilon", Float.self) ?? 1e-5,
                    momentum: try optional("momentum", Float.self) ?? 0.1,
                    initialScale: try optional("initial-scale", Float.self) ?? 1))
        case "max-pool": .maxPool(try pooling())
        case "average-pool": .averagePool(try pooling())
        case "adaptive-average-pool":
            .adaptiveAveragePool(AdaptivePooling(size: try optional("size", Extent.self) ?? 1))
        case "reflection-pad": .reflectionPad(ReflectionPad(padding: try required("padding", Int.self)))
        case "flatten": .flatten
        case "dropout": .dropout(Dropout(probability: try optional("probability", Float.self) ?? 0.5))
        case "l2-normalize": .l2Normalize(L2Normalize(epsilon: try optional("epsilon", Float.self) ?? 1e-12))
        case "softmax": .softmax
        default: .activation(try activation(type))
        }
    }

    private func pooling() throws -> Pooling {
        Pooling(
            kernel: try required("kernel", Extent.self), stride: try optional("stride", Extent.self),
            padding: try optional("padding", Extent.self) ?? 0)
    }

    private func activation(_ type: String) throws -> Activation {
        switch type {
        case "relu": .relu
        case "sigmoid": .sigmoid
        case "tanh": .tanh
        case "leaky-relu": .leakyReLU(slope: try optional("slope", Float.self) ?? 0.01)
        default: throw NetworkError("no layer is of type \"\(type)\"; there are \(Operation.typeNames)")
        }
    }
}

extension Activation {
    var typeName: String {
        switch self {
        case .relu: "relu"
        case .sigmoid: "sigmoid"
        case .tanh: "tanh"
        case .leakyReLU: "leaky-relu"
        }
    }
}

extension Operation {
    fileprivate static let typeNames =
        "convolution, linear, batch-norm, relu, leaky-relu, sigmoid, tanh, max-pool, average-pool, "
        + "adaptive-average-pool, reflection-pad, flatten, dropout, l2-normalize, softmax, residual"

    /// The word in the JSON form; also what tables show.
    public var typeName: String {
        switch self {
        case .convolution: "convolution"
        case .linear: "linear"
        case .batchNorm: "batch-norm"
        case .activation(let activation): activation.typeName
        case .maxPool: "max-pool"
        case .averagePool: "average-pool"
        case .adaptiveAveragePool: "adaptive-average-pool"
        case .reflectionPad: "reflection-pad"
        case .flatten: "flatten"
        case .dropout: "dropout"
        case .l2Normalize: "l2-normalize"
        case .softmax: "softmax"
        case .add: "add"
        }
    }

    fileprivate func encodeFields(into container: inout KeyedEncodingContainer<FieldName>) throws {
        switch self {
        case .convolution(let convolution):
            try container.encode(convolution.channels, forKey: "channels")
            try container.encode(convolution.kernel, forKey: "kernel")
            try container.encode(convolution.stride, forKey: "stride")
            try container.encode(convolution.padding, forKey: "padding")
            try container.encode(convolution.dilation, forKey: "dilation")
            try container.encode(convolution.groups, forKey: "groups")
            try container.encode(convolution.bias, forKey: "bias")
        case .linear(let linear):
            try container.encode(linear.features, forKey: "features")
            try container.encode(linear.bias, forKey: "bias")
        case .batchNorm(let batchNorm):
            try container.encode(batchNorm.epsilon, forKey: "epsilon")
            try container.encode(batchNorm.momentum, forKey: "momentum")
            if batchNorm.initialScale != 1 { try container.encode(batchNorm.initialScale, forKey: "initial-scale") }
        case .maxPool(let pooling), .averagePool(let pooling):
            try container.encode(pooling.kernel, forKey: "kernel")
            try container.encode(pooling.stride, forKey: "stride")
            try container.encode(pooling.padding, forKey: "padding")
        case .adaptiveAveragePool(let pooling): try container.encode(pooling.size, forKey: "size")
        case .reflectionPad(let pad): try container.encode(pad.padding, forKey: "padding")
        case .dropout(let dropout): try container.encode(dropout.probability, forKey: "probability")
        case .l2Normalize(let normalize): try container.encode(normalize.epsilon, forKey: "epsilon")
        case .activation(.leakyReLU(let slope)): try container.encode(slope, forKey: "slope")
        case .activation, .flatten, .softmax, .add: break
        }
    }
}
