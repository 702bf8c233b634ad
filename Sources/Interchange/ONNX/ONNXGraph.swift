import Networks
import Runs

/// The nodes and constants of an ONNX graph while it grows. Values have names; a node's output is named after the node.
/// Field numbers are those of onnx.proto3 (github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
struct ONNXGraph {
    enum Attribute {
        case int(Int)
        case ints([Int])
        case float(Float)
        case string(String)
    }

    typealias NamedAttribute = (name: String, value: Attribute)

    private(set) var nodes: [ProtobufMessage] = []
    private(set) var constants: [ProtobufMessage] = []

    /// Adds a node and returns the name of what it produces.
    @discardableResult
    mutating func add(
        _ operation: String, _ inputs: [String], named name: String, _ attributes: [NamedAttribute] = [],
        producing output: String? = nil
    ) -> String {
        var node = ProtobufMessage()
        for input in inputs { node.append(1, input) }
        node.append(2, output ?? name)
        node.append(3, name)
        node.append(4, operation)
        for (name, attribute) in attributes { node.append(5, attribute.message(named: name)) }
        nodes.append(node)
        return output ?? name
    }

    /// Adds a constant tensor and returns its name.
    mutating func constant(_ name: String, _ tensor: Tensor) -> String {
        addConstant(name, shape: tensor.shape, type: ONNXType.float) { $0.append(9, raw: tensor.values) }
    }

    mutating func constant(_ name: String, _ numbers: [Int]) -> String {
        addConstant(name, shape: [numbers.count], type: ONNXType.int64) { message in
            message.append(9, bytes: numbers.flatMap { withUnsafeBytes(of: Int64($0).littleEndian) { [UInt8]($0) } })
        }
    }

    private mutating func addConstant(
        _ name: String, shape: [Int], type: Int, _ appendValues: (inout ProtobufMessage) -> Void
    ) -> String {
        var message = ProtobufMessage()
        for side in shape { message.append(1, side) }
        message.append(2, type)
        message.append(8, name)
        appendValues(&message)
        constants.append(message)
        return name
    }
}

/// `TensorProto.DataType`.
enum ONNXType {
    static let float = 1
    static let int64 = 7
}

extension ONNXGraph.Attribute {
    /// An `AttributeProto`, whose field 20 tells which of the others holds the value.
    fileprivate func message(named name: String) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.append(1, name)
        switch self {
        case .float(let value):
            message.append(2, value)
            message.append(20, 1)
        case .int(let value):
            message.append(3, value)
            message.append(20, 2)
        case .string(let text):
            message.append(4, text)
            message.append(20, 3)
        case .ints(let values):
            for value in values { message.append(8, value) }
            message.append(20, 7)
        }
        return message
    }
}
