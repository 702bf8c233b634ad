import Foundation

/// A message in protocol buffers' wire format, written field by field. Large contents are kept as they are and copied only to disk.
/// (protobuf.dev/programming-guides/encoding)
public struct ProtobufMessage {
    private enum Piece {
        case bytes([UInt8])
        case floats([Float])
    }

    private var pieces: [Piece] = []
    public private(set) var byteCount = 0

    public init() {}

    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case fixed32 = 5
    }

    public mutating func append(_ number: Int, _ value: Int) {
        appendKey(number, .varint)
        appendVarint(UInt64(bitPattern: Int64(value)))
    }

    public mutating func append(_ number: Int, _ value: Float) {
        appendKey(number, .fixed32)
        append(withUnsafeBytes(of: value.bitPattern.littleEndian) { [UInt8]($0) })
    }

    public mutating func append(_ number: Int, _ value: Double) {
        appendKey(number, .fixed64)
        append(withUnsafeBytes(of: value.bitPattern.littleEndian) { [UInt8]($0) })
    }

    public mutating func append(_ number: Int, _ text: String) {
        append(number, bytes: [UInt8](text.utf8))
    }

    public mutating func append(_ number: Int, bytes: [UInt8]) {
        appendLength(number, bytes.count)
        append(bytes)
    }

    /// A packed repeated field.
    public mutating func append(_ number: Int, packed values: [Double]) {
        append(number, bytes: [UInt8](littleEndianData(values)))
    }

    /// Little-endian numbers of four bytes each.
    public mutating func append(_ number: Int, raw values: [Float]) {
        appendLength(number, values.count * MemoryLayout<Float>.size)
        pieces.append(.floats(values))
        byteCount += values.count * MemoryLayout<Float>.size
    }

    public mutating func append(_ number: Int, _ message: ProtobufMessage) {
        appendLength(number, message.byteCount)
        pieces += message.pieces
        byteCount += message.byteCount
    }

    public mutating func append(_ number: Int, _ build: (inout ProtobufMessage) -> Void) {
        var message = ProtobufMessage()
        build(&message)
        append(number, message)
    }

    /// The whole message.
    public var data: Data {
        var data = Data(capacity: byteCount)
        forEachPiece { data.append($0) }
        return data
    }

    /// Hands the bytes on in order, a piece at a time.
    public func forEachPiece(_ body: (Data) throws -> Void) rethrows {
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): try body(Data(bytes))
            case .floats(let values): try body(littleEndianData(values))
            }
        }
    }

    private mutating func appendKey(_ number: Int, _ type: WireType) {
        appendVarint(UInt64(number) << 3 | type.rawValue)
    }

    private mutating func appendLength(_ number: Int, _ count: Int) {
        appendKey(number, .lengthDelimited)
        appendVarint(UInt64(count))
    }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        var bytes: [UInt8] = []
        repeat {
            let low = UInt8(rest & 0x7F)
            rest >>= 7
            bytes.append(rest == 0 ? low : low | 0x80)
        } while rest != 0
        append(bytes)
    }

    private mutating func append(_ bytes: [UInt8]) {
        byteCount += bytes.count
        if case .bytes(var last)? = pieces.last {
            // Taken out of the array first, so that appending does not copy it.
            pieces.removeLast()
            last += bytes
            pieces.append(.bytes(last))
        } else {
            pieces.append(.bytes(bytes))
        }
    }
}
