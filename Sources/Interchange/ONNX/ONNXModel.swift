import Datasets
import Foundation
import Networks
import Runs
import Training

/// A network with its weights as an ONNX model: `images [batch, C, H, W]`, pixels from 0 to 1, -> `embeddings [batch, N]`.
///
/// The normalisation that the network was trained with is part of the graph; batch normalisation uses its running statistics.
public struct ONNXModel {
    /// The version of the operators' definitions, which ONNX Runtime has known since 1.12.
    public static let operatorSet = 17
    /// The version of the file format that goes with it.
    public static let formatVersion = 8

    private let message: ProtobufMessage

    /// Protocol buffers cannot be longer.
    private static let largestFile = (2 << 30) - 1

    /// Kept in the file as `metadata_props`, in this order.
    public typealias Metadata = [(key: String, value: String)]

    /// - Parameters:
    ///   - parameters: plain, by the graph's names.
    ///   - normalization: what turns pixels from 0 to 1 into what the network wants.
    ///   - views: what an embedding is made of; images as they are unless others are given.
    ///   - version: of this program.
    /// - Throws: `InterchangeError` where a parameter is missing or misshapen, or the model is too large for the format.
    public init(
        _ graph: NetworkGraph, parameters: ParameterSet, normalization: PixelNormalization? = nil,
        views: TestTimeViews = .upright, metadata: Metadata = [], version: String
    ) throws {
        var builder = ONNXGraph()
        var value = builder.addNormalization(normalization, of: "images")
        if views.count > 1 { value = builder.addViews(views, of: value, graph.input) }
        value = try builder.add(graph, reading: value, parameters)
        if graph.output.isImage { value = builder.add("Flatten", [value], named: "as_vector", [("axis", .int(1))]) }
        if views.count > 1 { value = builder.addJoining(views, of: value, features: graph.output.count) }
        builder.add("Identity", [value], named: "last", producing: "embeddings")
        try self.init(
            builder, named: graph.name, inputs: [("images", graph.input.dimensions)],
            output: ("embeddings", [graph.output.count * views.count]), metadata, version)
    }

    /// The comparison that a network learned: embeddings `left` and `right [batch, N]` -> `distances [batch]`, small for images of one
    /// class, as a run's threshold is about them.
    ///
    /// - Throws: `InterchangeError` where the network compares by a fixed distance, and as above.
    public init(
        comparisonOf pair: PairGraph, parameters: ParameterSet, metadata: Metadata = [], version: String
    ) throws {
        guard let head = pair.head, let difference = pair.difference else {
            throw InterchangeError(
                "\(pair.left.name) compares by a distance and has learned no other; export its embeddings alone")
        }
        var builder = ONNXGraph()
        var value = builder.add("Sub", ["left", "right"], named: "difference")
        if difference == .absolute { value = builder.add("Abs", [value], named: "absolute_difference") }
        let logit = try builder.add(head, reading: value, parameters)
        let axis = builder.constant("logit.axis", [1])
        let logits = builder.add("Squeeze", [logit, axis], named: "logits")
        // As `LearnedSimilarity` has it.
        builder.add("Neg", [logits], named: "negated", producing: "distances")
        let size = pair.left.output.dimensions
        try self.init(
            builder, named: pair.left.name + " comparison", inputs: [("left", size), ("right", size)], output: ("distances", []),
            metadata, version)
    }

    private init(
        _ builder: ONNXGraph, named name: String, inputs: [(name: String, sides: [Int])], output: (name: String, sides: [Int]),
        _ metadata: Metadata, _ version: String
    ) throws {
        var model = ProtobufMessage()
        model.append(1, Self.formatVersion)
        model.append(2, "twinscope")
        model.append(3, version)
        model.append(7) { message in
            for node in builder.nodes { message.append(1, node) }
            message.append(2, name)
            for constant in builder.constants { message.append(5, constant) }
            for input in inputs { message.append(11, Self.valueInfo(input.name, input.sides)) }
            message.append(12, Self.valueInfo(output.name, output.sides))
        }
        model.append(8) { $0.append(2, Self.operatorSet) }
        for (key, value) in metadata {
            model.append(14) { entry in
                entry.append(1, key)
                entry.append(2, value)
            }
        }
        guard model.byteCount <= Self.largestFile else {
            throw InterchangeError(
                "\(name) has \(model.byteCount >> 20) MiB of weights, and an ONNX file cannot pass 2 GiB; make it smaller")
        }
        message = model
    }

    public var byteCount: Int { message.byteCount }

    /// The whole file.
    public var data: Data { message.data }

    /// - Throws: `RunError` where the file cannot be written.
    public func write(to path: String) throws {
        try AtomicFile.write(to: path) { handle in
            try message.forEachPiece { try handle.write(contentsOf: $0) }
        }
    }

    /// A `ValueInfoProto` of floats, the first dimension being any number.
    private static func valueInfo(_ name: String, _ dimensions: [Int]) -> ProtobufMessage {
        var shape = ProtobufMessage()
        shape.append(1) { $0.append(2, "batch") }
        for side in dimensions { shape.append(1) { $0.append(1, side) } }
        var info = ProtobufMessage()
        info.append(1, name)
        info.append(2) { type in
            type.append(1) { tensor in
                tensor.append(1, ONNXType.float)
                tensor.append(2, shape)
            }
        }
        return info
    }
}

extension ONNXGraph {
    /// Adds all nodes of a network, and returns the name of what the last one produces.
    fileprivate mutating func add(_ graph: NetworkGraph, reading input: String, _ parameters: ParameterSet) throws -> String {
        var values = [input]
        for node in graph.nodes { values.append(try add(node, reading: node.inputs.map { values[$0] }, parameters)) }
        return values[values.count - 1]
    }

    /// `(pixel - mean) / deviation`, channel by channel.
    fileprivate mutating func addNormalization(_ normalization: PixelNormalization?, of input: String) -> String {
        guard let normalization else { return input }
        func perChannel(_ values: [Float]) -> Tensor { Tensor(shape: [1, values.count, 1, 1], values: values) }
        let mean = constant("normalization.mean", perChannel(normalization.mean))
        let deviation = constant("normalization.deviation", perChannel(normalization.deviation))
        let centred = add("Sub", [input, mean], named: "normalization.centred")
        return add("Div", [centred, deviation], named: "normalization")
    }
}
