import Foundation
import Networks

/// The safetensors format: eight bytes of little-endian header length, a JSON header, then the numbers.
/// (github.com/huggingface/safetensors, "Format".)
public enum Safetensors {
    /// No header that we could want is larger; a larger length is a damaged or hostile file.
    private static let largestHeader = 64 << 20
    private static let largestFile = 16 << 30

    public static func write(_ parameters: ParameterSet, metadata: [String: String] = [:], to path: String) throws {
        var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
        var offset = 0
        for (name, tensor) in parameters {
            let size = tensor.values.count * MemoryLayout<Float>.size
            header[name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, offset + size]] as [String: Any]
            offset += size
        }
        var json = try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys])
        json.append(Data(repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
        try AtomicFile.write(to: path) { handle in
            try handle.write(contentsOf: withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) })
            try handle.write(contentsOf: json)
            for (_, tensor) in parameters {
                try tensor.values.withUnsafeBytes { try handle.write(contentsOf: Data($0)) }
            }
        }
    }

    /// Numbers of any kind become single precision.
    ///
    /// - Throws: `RunError` for anything that is not whole: lengths, offsets and shapes are all checked before a number is read.
    public static func read(_ path: String) throws -> (parameters: ParameterSet, metadata: [String: String]) {
        guard let data = try RegularFile.contents(path, limit: largestFile) else {
            throw RunError("\(path) cannot be read; check that it exists and may be read")
        }
        let damaged = RunError("\(path) is not a whole safetensors file; use another checkpoint")
        guard data.count >= 8 else { throw damaged }
        let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(min(largestHeader, data.count - 8)) else { throw damaged }
        let start = 8 + Int(length)
        guard let header = try? JSONSerialization.jsonObject(with: data[8..<start]) as? [String: Any] else { throw damaged }

        let body = data[start...]
        var parameters = ParameterSet()
        var entries: [(name: String, type: NumberFormat, shape: [Int], range: Range<Int>)] = []
        for (name, value) in header where name != "__metadata__" {
            guard let fields = value as? [String: Any], let type = fields["dtype"] as? String,
                let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int], offsets.count == 2,
                offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= body.count
            else { throw damaged }
            guard let type = NumberFormat(rawValue: type) else {
                throw RunError("\(path) holds \(name) as \(type), which is not read; save it as F32")
            }
            guard let count = elementCount(shape), count * type.byteCount == offsets[1] - offsets[0] else { throw damaged }
            entries.append((name, type, shape, offsets[0]..<offsets[1]))
        }
        var end = 0
        // An empty tensor begins where the next one does, and goes before it.
        let inOrder = entries.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        for entry in inOrder {
            // Tensors that share bytes would take more memory than the file is long.
            guard entry.range.lowerBound >= end else { throw damaged }
            end = entry.range.upperBound
            let bytes = body[(start + entry.range.lowerBound)..<(start + entry.range.upperBound)]
            let values = bytes.withUnsafeBytes { entry.type.floats(from: $0) }
            parameters[entry.name] = Tensor(shape: entry.shape, values: values)
        }
        return (parameters, header["__metadata__"] as? [String: String] ?? [:])
    }

    /// The product of a shape, or `nil` where it is negative or overflows.
    private static func elementCount(_ shape: [Int]) -> Int? {
        var count = 1
        for side in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: side)
            guard side >= 0, !overflow, product < 1 << 40 else { return nil }
            count = product
        }
        return count
    }
}
