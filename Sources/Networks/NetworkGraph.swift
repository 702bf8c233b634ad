/// A specification with every shape worked out: operations in the order in which they run, each naming the values it reads.
///
/// Value 0 is the input image; node `i` produces value `i + 1`. Both engines run exactly this.
public struct NetworkGraph: Hashable, Sendable {
    public struct Node: Hashable, Sendable {
        /// `conv1`, or `layer1.0.conv1` inside a block: unique in the graph, and the prefix of its parameters' names.
        public let name: String
        public let operation: Operation
        /// The values it reads: one, or two for `.add`.
        public let inputs: [Int]
        public let inputShape: TensorShape
        public let outputShape: TensorShape
        /// Named with the layer's prefix: `conv1.weight`.
        public let parameters: [ParameterInfo]
        /// Of one sample's forward pass.
        public let multiplyAccumulates: Int

        public var parameterCount: Int {
            parameters.lazy.filter(\.isTrainable).map(\.count).reduce(0, +)
        }
    }

    public let name: String
    public let input: TensorShape
    public let nodes: [Node]

    /// The embedding's shape.
    public var output: TensorShape { nodes.last?.outputShape ?? input }

    public var parameters: [ParameterInfo] { nodes.flatMap(\.parameters) }
    public var parameterCount: Int { nodes.lazy.map(\.parameterCount).reduce(0, +) }
    public var multiplyAccumulates: Int { nodes.lazy.map(\.multiplyAccumulates).reduce(0, +) }

    /// Infers every shape.
    ///
    /// - Throws: `NetworkError`, a sentence that names the layer and what it would need.
    public init(_ spec: NetworkSpec) throws {
        try self.init(spec, scope: "")
    }

    /// The network up to a layer, which becomes its last: only what that layer needs.
    ///
    /// - Returns: `nil` where no layer is called so.
    public func ending(at name: String) -> NetworkGraph? {
        guard let last = nodes.firstIndex(where: { $0.name == name }) else { return nil }
        var needed: Set<Int> = [last + 1]
        for value in (1...last + 1).reversed() where needed.contains(value) { needed.formUnion(nodes[value - 1].inputs) }
        let kept = nodes.indices.filter { needed.contains($0 + 1) }
        // Values are numbered anew; the image stays 0.
        let numbers = Dictionary(uniqueKeysWithValues: [(0, 0)] + kept.enumerated().map { ($0.element + 1, $0.offset + 1) })
        return NetworkGraph(
            name: self.name, input: input,
            nodes: kept.map { index in nodes[index].reading(nodes[index].inputs.compactMap { numbers[$0] }) })
    }

    private init(name: String, input: TensorShape, nodes: [Node]) {
        (self.name, self.input, self.nodes) = (name, input, nodes)
    }

    init(_ spec: NetworkSpec, scope: String) throws {
        guard spec.input.isImage else {
            throw NetworkError("the input of \(spec.name) is \(spec.input); write CxHxW, for example 1x105x105")
        }
        try self.init(name: spec.name, input: spec.input, layers: spec.layers, scope: scope)
    }

    /// - Parameter scope: what every layer's name begins with.
    init(name: String, input: TensorShape, layers: [Layer], scope: String) throws {
        guard input.dimensions.allSatisfy({ $0 > 0 }), Limits.allows(input.dimensions, below: Limits.values) else {
            throw NetworkError("the input \(input) of \(name) is no image's size; give sides from 1 to \(Limits.side)")
        }
        guard !layers.isEmpty else {
            throw NetworkError("\(name) has no layers; add at least one linear layer")
        }
        var builder = GraphBuilder(input: input)
        _ = try builder.append(layers, after: 0, scope: scope)
        self.name = name
        self.input = input
        nodes = builder.nodes
    }
}

extension NetworkGraph.Node {
    fileprivate func reading(_ values: [Int]) -> NetworkGraph.Node {
        NetworkGraph.Node(
            name: name, operation: operation, inputs: values, inputShape: inputShape, outputShape: outputShape,
            parameters: parameters, multiplyAccumulates: multiplyAccumulates)
    }
}

private struct GraphBuilder {
    let input: TensorShape
    var nodes: [NetworkGraph.Node] = []
    private var names: Set<String> = []
    private var work = 0
    private var depth = 0

    init(input: TensorShape) {
        self.input = input
    }

    /// Appends layers one after another and returns the value that the last one produces.
    mutating func append(_ layers: [Layer], after start: Int, scope: String) throws -> Int {
        var value = start
        var counts: [String: Int] = [:]
        for layer in layers {
            switch layer {
            case .operation(let operation, let given):
                let stem = operation.shaped.stem
                counts[stem, default: 0] += 1
                let name = given ?? "\(stem)\(counts[stem, default: 1])"
                value = try append(operation, name: scope + name, reading: [value])
            case .residual(let block):
                value = try append(block, after: value, scope: scope)
            }
        }
        return value
    }

    private mutating func append(_ block: Residual, after start: Int, scope: String) throws -> Int {
        guard !block.name.isEmpty else { throw NetworkError("a residual block has an empty name; give it one") }
        guard depth < Limits.nesting else {
            throw NetworkError(
                "residual blocks lie more than \(Limits.nesting) deep in each other at \(scope)\(block.name); unfold some")
        }
        depth += 1
        defer { depth -= 1 }
        let inside = scope + block.name + "."
        let body = try append(block.body, after: start, scope: inside)
        let shortcut = try append(block.shortcut, after: start, scope: inside + (block.shortcut.isEmpty ? "" : "downsample."))
        guard shape(of: body) == shape(of: shortcut) else {
            throw NetworkError(
                "block \(scope)\(block.name) adds \(shape(of: body)) to \(shape(of: shortcut)); "
                    + "give its shortcut a convolution that makes both the same")
        }
        let sum = try append(.add, name: inside + "add", reading: [body, shortcut])
        guard let activation = block.activation else { return sum }
        return try append(.activation(activation), name: inside + "out", reading: [sum])
    }

    private mutating func append(_ operation: Operation, name: String, reading values: [Int]) throws -> Int {
        guard !name.isEmpty, !name.hasSuffix(".") else {
            throw NetworkError("a layer has an empty name; give it one or leave it out")
        }
        guard nodes.count < Limits.operations else {
            throw NetworkError("the network has more than \(Limits.operations) layers; take some away")
        }
        guard names.insert(name).inserted else {
            throw NetworkError("two layers are called \(name); give one of them another name")
        }
        let inputShape = shape(of: values[0])
        let outputShape: TensorShape
        do {
            outputShape = try operation.shaped.outputShape(for: inputShape)
        } catch let refusal as ShapeRefusal {
            throw NetworkError(sentence(for: refusal, name: name, inputShape: inputShape))
        }
        let parameters = operation.shaped.parameters(for: inputShape).map { $0.prefixed(with: name) }
        guard Limits.allows(outputShape.dimensions, below: Limits.values) else {
            throw NetworkError("\(name) would make \(outputShape) values of one image, which no memory holds; make it smaller")
        }
        guard parameters.allSatisfy({ Limits.allows($0.shape, below: Limits.weights) }) else {
            throw NetworkError("\(name) would have more than \(Limits.weights) weights; make it smaller")
        }
        let ownWork = operation.shaped.multiplyAccumulates(input: inputShape, output: outputShape)
        work += ownWork
        guard work <= Limits.work else { throw NetworkError("the network does too much work at \(name); make it smaller") }
        nodes.append(
            NetworkGraph.Node(
                name: name, operation: operation, inputs: values, inputShape: inputShape, outputShape: outputShape,
                parameters: parameters, multiplyAccumulates: ownWork))
        return nodes.count
    }

    private func sentence(for refusal: ShapeRefusal, name: String, inputShape: TensorShape) -> String {
        guard refusal.isTooSmall else { return "\(name) \(refusal.reason)" }
        let left = "\(inputShape.height)x\(inputShape.width)"
        let whole = "\(input.height)x\(input.width)"
        let cause = left == whole ? "but the input is \(whole)" : "but the input \(whole) has shrunk to \(left) there"
        return "\(name) \(refusal.reason), \(cause)"
    }

    private func shape(of value: Int) -> TensorShape {
        value == 0 ? input : nodes[value - 1].outputShape
    }
}
