import Foundation

/// Writes the few kinds of fields that TensorBoard's messages have (protobuf.dev, "Encoding"). A number that is zero is left out, as
/// version 3 of the language has it.
struct ProtobufMessage {
    private(set) var bytes = Data()

    mutating func add(_ field: Int, _ value: Double) {
        guard value != 0 else { return }
        addKey(field, wireType: 1)
        addLittleEndian(value.bitPattern)
    }

    /// One of several that a message may have: written also where it is zero.
    mutating func add(_ field: Int, choice value: Float) {
        addKey(field, wireType: 5)
        addLittleEndian(value.bitPattern)
    }

    mutating func add(_ field: Int, _ value: Int64) {
        guard value != 0 else { return }
        addKey(field, wireType: 0)
        addVariable(UInt64(bitPattern: value))
    }

    mutating func add(_ field: Int, _ value: String) { add(field, Data(value.utf8)) }

    mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.bytes) }

    /// A packed repeated field.
    mutating func add(_ field: Int, packed values: [Double]) {
        var packed = ProtobufMessage()
        for value in values { packed.addLittleEndian(value.bitPattern) }
        add(field, packed.bytes)
    }

    private mutating func add(_ field: Int, _ value: Data) {
        addKey(field, wireType: 2)
        addVariable(UInt64(value.count))
        bytes.append(value)
    }

    private mutating func addKey(_ field: Int, wireType: UInt64) { addVariable(UInt64(field) << 3 | wireType) }

    private mutating func addVariable(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func addLittleEndian(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
