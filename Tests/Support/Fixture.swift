import Foundation
import Networks

/// Numbers that PyTorch computed, as `Tests/Fixtures/make_fixtures.py` wrote them: one safetensors file.
public struct Fixture: Sendable {
    public let metadata: [String: String]
    private let tensors: ParameterSet

    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: where the file is absent or is no safetensors file of f32 numbers.
    public init(_ name: String) throws {
        try self.init(contentsOf: Self.folder.appending(path: name + ".safetensors"))
    }

    public init(contentsOf file: URL) throws {
        let name = file.lastPathComponent
        let data = try Data(contentsOf: file)
        guard data.count >= 8 else { throw Missing(description: "\(name) is cut short") }
        let length = Int(data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        guard data.count >= 8 + length else { throw Missing(description: "\(name) is cut short") }
        let entries = try JSONDecoder().decode([String: Entry].self, from: data[8..<8 + length])
        metadata = entries["__metadata__"]?.text ?? [:]
        let body = data[(8 + length)...]
        var set = ParameterSet()
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
            guard let shape = entry.shape, let offsets = entry.dataOffsets, offsets.count == 2 else { continue }
            let bytes = body.dropFirst(offsets[0]).prefix(offsets[1] - offsets[0])
            let values = bytes.withUnsafeBytes { raw in
                (0..<raw.count / 4).map { Float(bitPattern: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
            }
            guard values.count == shape.reduce(1, *) else { throw Missing(description: "\(name) is cut short at \(key)") }
            set[key] = Tensor(shape: shape, values: values)
        }
        tensors = set
    }

    /// Names of the fixtures that begin with a prefix, without it.
    public static func names(beginning prefix: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".safetensors") }
            .map { String($0.dropFirst(prefix.count).dropLast(".safetensors".count)) }.sorted()
    }

    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/data")
    }

    public func tensor(_ name: String) throws -> Tensor {
        guard let tensor = tensors[name] else { throw Missing(description: "the fixture has no \(name)") }
        return tensor
    }

    public func has(_ name: String) -> Bool { tensors[name] != nil }

    public func values<Scalar: BinaryFloatingPoint>(_ name: String, as type: Scalar.Type = Scalar.self) throws -> [Scalar] {
        try tensor(name).values.map { Scalar($0) }
    }

    public func text(_ name: String) throws -> String {
        guard let text = metadata[name] else { throw Missing(description: "the fixture says nothing of \(name)") }
        return text
    }

    /// The tensors called `group/NAME`, under `NAME`.
    public func group(_ group: String) -> ParameterSet {
        var set = ParameterSet()
        for (name, tensor) in tensors where name.hasPrefix(group + "/") {
            set[String(name.dropFirst(group.count + 1))] = tensor
        }
        return set
    }

    private struct Entry: Decodable {
        var shape: [Int]?
        var dataOffsets: [Int]?
        var text: [String: String]?

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode([String: String].self) {
                self.text = text
                return
            }
            let container = try decoder.container(keyedBy: Key.self)
            shape = try container.decode([Int].self, forKey: .shape)
            dataOffsets = try container.decode([Int].self, forKey: .dataOffsets)
        }

        private enum Key: String, CodingKey {
            case shape
            case dataOffsets = "data_offsets"
        }
    }
}
