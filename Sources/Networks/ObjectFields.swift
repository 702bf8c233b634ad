/// Reads a JSON object's fields with sentences for errors, and remembers which were asked for: a key that nobody asked for is most
/// often a misspelling.
final class ObjectFields {
    private let container: KeyedDecodingContainer<FieldName>
    private let owner: String
    private var read: [String] = []

    /// - Parameter owner: what the sentences call the object: "a head".
    init(_ decoder: any Decoder, of owner: String) throws {
        guard let container = try? decoder.container(keyedBy: FieldName.self) else {
            throw NetworkError("\(owner) must be an object in braces")
        }
        self.container = container
        self.owner = owner
    }

    func required<Value: Decodable>(_ key: String, _ type: Value.Type, _ noun: String) throws -> Value {
        guard let value = try optional(key, type, noun) else {
            throw NetworkError("\(owner) needs \"\(key)\": \(noun)")
        }
        return value
    }

    func optional<Value: Decodable>(_ key: String, _ type: Value.Type, _ noun: String) throws -> Value? {
        read.append(key)
        do {
            return try container.decodeIfPresent(type, forKey: FieldName(stringValue: key))
        } catch let error as NetworkError {
            throw error
        } catch {
            throw NetworkError("\"\(key)\" of \(owner) must be \(noun)")
        }
    }

    func refuseUnread() throws {
        let unknown = container.allKeys.map(\.stringValue).filter { !read.contains($0) }.sorted()
        guard let first = unknown.first else { return }
        throw NetworkError("\(owner) knows no \"\(first)\"; it knows \(read.joined(separator: ", "))")
    }
}

struct FieldName: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringLiteral value: String) { stringValue = value }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
