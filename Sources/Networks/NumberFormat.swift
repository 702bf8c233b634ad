/// How numbers lie in files of weights, by the names that safetensors gives them; all of them little-endian.
public enum NumberFormat: String, Sendable, CaseIterable {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    /// The upper half of a `float32`.
    case bfloat16 = "BF16"
    case int64 = "I64"
    case int32 = "I32"
    case int16 = "I16"
    case int8 = "I8"
    case uint8 = "U8"
    case bool = "BOOL"

    /// Of one number.
    public var byteCount: Int {
        switch self {
        case .float64, .int64: 8
        case .float32, .int32: 4
        case .float16, .bfloat16, .int16: 2
        case .int8, .uint8, .bool: 1
        }
    }

    /// The numbers in `bytes` as single precision; a rest that is no whole number is left out.
    public func floats(from bytes: UnsafeRawBufferPointer) -> [Float] {
        switch self {
        case .float64: map(bytes) { (bits: UInt64) in Float(Double(bitPattern: UInt64(littleEndian: bits))) }
        case .float32: map(bytes) { (bits: UInt32) in Float(bitPattern: UInt32(littleEndian: bits)) }
        case .float16: map(bytes) { (bits: UInt16) in Float(halfPrecision: UInt16(littleEndian: bits)) }
        case .bfloat16: map(bytes) { (bits: UInt16) in Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16) }
        case .int64: map(bytes) { (number: Int64) in Float(Int64(littleEndian: number)) }
        case .int32: map(bytes) { (number: Int32) in Float(Int32(littleEndian: number)) }
        case .int16: map(bytes) { (number: Int16) in Float(Int16(littleEndian: number)) }
        case .int8: map(bytes) { (number: Int8) in Float(number) }
        case .uint8: map(bytes) { (number: UInt8) in Float(number) }
        case .bool: map(bytes) { (number: UInt8) in number == 0 ? 0 : 1 }
        }
    }

    private func map<Number: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer, _ convert: (Number) -> Float) -> [Float] {
        let size = MemoryLayout<Number>.size
        return (0..<bytes.count / size).map { convert(bytes.loadUnaligned(fromByteOffset: $0 * size, as: Number.self)) }
    }
}

extension Float {
    /// IEEE 754 half precision: a sign, 5 bits of exponent, 10 of fraction.
    init(halfPrecision bits: UInt16) {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Float(bits & 0x3FF)
        switch exponent {
        case 0: self = sign * fraction * 0x1p-24
        case 31: self = fraction == 0 ? sign * .infinity : .nan
        default: self = sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
        }
    }
}
