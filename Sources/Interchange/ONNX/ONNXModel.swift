import Datasets
import Foundation
import Networks
import Runs

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

    /// - Parameters:
    ///   - parameters: plain, by the graph's names.
    ///   - normalization: what turns pixels from 0 to 1 into what the network wants.
    ///   - metadata: kept in the file as `metadata_props`.
    ///   - version: of this program.
    /// - Throws: `InterchangeError` where a parameter is missing or misshapen, or the model is too large for the format.
    public init(
        _ graph: NetworkGraph, parameters: ParameterSet, normalization: PixelNormalization? = nil,
        metadata: KeyValuePairs<String, String> = [:], version: String
    ) throws {
        var builder = ONNXGraph()
        var values = [builder.addNormalization(normalization, of: "images")]
        for node in graph.nodes {
            values.append(try builder.add(node, reading: node.inputs.map { values[$0] }, parameters))
        }
        let last = values.last.map { [$0] } ?? []
        if graph.output.isImage {
            builder.add("Flatten", last, named: "as_vector", [("axis", .int(1))], producing: "embeddings")
        } else {
            builder.add("Identity", last, named: "last", producing: "embeddings")
        }

        var model = ProtobufMessage()
        model.append(1, Self.formatVersion)
        model.append(2, "twinscope")
        model.append(3, version)
        model.append(7) { message in
            for node in builder.nodes { message.append(1, node) }
            message.append(2, graph.name)
            for constant in builder.constants { message.append(5, constant) }
            message.append(11, Self.valueInfo("images", graph.input.dimensions))
            message.append(12, Self.valueInfo("embeddings", [graph.output.count]))
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
                "\(graph.name) has \(model.byteCount >> 20) MiB of weights, and an ONNX file cannot pass 2 GiB; make it smaller")
        }
        message = model
    }

    public var byteCount: Int { message.byteCount }

    /// The whole file.
    public var data: Data {
        var data = Data(capacity: byteCount)
        message.forEachPiece { data.append($0) }
        return data
    }

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
