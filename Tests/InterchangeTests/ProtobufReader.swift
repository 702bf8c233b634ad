import Foundation

/// A message as the tests read it back: the fields in order, each with its number.
struct ProtobufReader {
    enum Value {
        case number(UInt64)
        case bytes([UInt8])
    }

    private(set) var fields: [(number: Int, value: Value)] = []

    struct Damaged: Error {}

    init(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        func varint() throws -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while let byte = rest.popFirst() {
                value |= UInt64(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { return value }
            }
            throw Damaged()
        }
        func take(_ count: Int) throws -> [UInt8] {
            guard rest.count >= count else { throw Damaged() }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        while !rest.isEmpty {
            let key = try varint()
            switch key & 7 {
            case 0: fields.append((Int(key >> 3), .number(try varint())))
            case 2: fields.append((Int(key >> 3), .bytes(try take(Int(try varint())))))
            case 5: fields.append((Int(key >> 3), .bytes(try take(4))))
            default: throw Damaged()
            }
        }
    }

    func numbers(_ field: Int) -> [Int] {
        fields.compactMap {
            if case .number(let value) = $0.value, $0.number == field { Int(truncatingIfNeeded: value) } else { nil }
        }
    }

    func bytes(_ field: Int) -> [[UInt8]] {
        fields.compactMap { if case .bytes(let value) = $0.value, $0.number == field { value } else { nil } }
    }

    func texts(_ field: Int) -> [String] { bytes(field).map { String(decoding: $0, as: UTF8.self) } }

    func messages(_ field: Int) throws -> [ProtobufReader] { try bytes(field).map { try ProtobufReader($0) } }
}
