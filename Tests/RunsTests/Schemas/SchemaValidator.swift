import Foundation

/// Holds JSON values to a JSON Schema, as far as the project's own schemas go: a keyword that is not known here is a complaint too, and
/// so is a property that no schema declares, so that a schema cannot fall behind what is written.
struct SchemaValidator {
    /// By `$id`.
    private let schemas: [String: [String: Any]]

    init(_ files: [URL]) throws {
        var schemas: [String: [String: Any]] = [:]
        for file in files {
            let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
            schemas[schema["$id"] as? String ?? ""] = schema
        }
        self.schemas = schemas
    }

    /// Everything that is wrong, each with its place.
    func complaints(about value: Any, by id: String) -> [String] {
        complaints(value, schemas[id] ?? ["unknown": id], id, "")
    }

    private static let annotations: Set = ["$schema", "$id", "$defs", "title", "description"]

    private func complaints(_ value: Any, _ schema: [String: Any], _ id: String, _ place: String) -> [String] {
        schema.flatMap { keyword, rule in
            Self.annotations.contains(keyword) ? [] : complaints(value, keyword, rule, schema, id, place)
        }
    }

    private func complaints(
        _ value: Any, _ keyword: String, _ rule: Any, _ schema: [String: Any], _ id: String, _ place: String
    ) -> [String] {
        func unless(_ holds: Bool) -> [String] { holds ? [] : ["\(place): \(value) against \(keyword) \(rule)"] }
        let number = (value as? NSNumber).flatMap { Self.isBoolean(value) ? nil : $0.doubleValue }
        let object = value as? [String: Any]
        switch (keyword, rule) {
        case ("$ref", let reference as String):
            let parts = reference.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? id : parts[0]
            let path = parts[1].split(separator: "/").map(String.init)
            let found = path.reduce(schemas[target]) { $0?[$1] as? [String: Any] }
            return found.map { complaints(value, $0, target, place) } ?? ["\(place): nothing at \(reference)"]
        case ("type", let type as String): return unless(Self.isOf(type, value))
        case ("enum", let choices as [String]): return unless((value as? String).map(choices.contains) ?? false)
        case ("const", _): return unless((value as? NSObject) == (rule as? NSObject))
        case ("minimum", let least as Double): return unless(number.map { $0 >= least } ?? true)
        case ("maximum", let most as Double): return unless(number.map { $0 <= most } ?? true)
        case ("minItems", let least as Int): return unless((value as? [Any]).map { $0.count >= least } ?? true)
        case ("maxItems", let most as Int): return unless((value as? [Any]).map { $0.count <= most } ?? true)
        case ("minProperties", let least as Int): return unless(object.map { $0.count >= least } ?? true)
        case ("maxProperties", let most as Int): return unless(object.map { $0.count <= most } ?? true)
        case ("pattern", let pattern as String):
            return unless((value as? String)?.range(of: pattern, options: .regularExpression) != nil)
        case ("required", let names as [String]): return unless(names.allSatisfy { object?[$0] != nil })
        case ("items", let items as [String: Any]):
            return (value as? [Any] ?? []).enumerated().flatMap { complaints($1, items, id, "\(place)/\($0)") }
        case ("properties", let properties as [String: [String: Any]]):
            return (object ?? [:]).flatMap { name, inner in
                properties[name].map { complaints(inner, $0, id, "\(place)/\(name)") } ?? ["\(place)/\(name) is not declared"]
            }
        // What no schema declares is a complaint already.
        case ("additionalProperties", false as Bool): return []
        case ("additionalProperties", let others as [String: Any]):
            return (object ?? [:]).flatMap { complaints($1, others, id, "\(place)/\($0)") }
        case ("anyOf", let choices as [[String: Any]]):
            return unless(choices.contains { complaints(value, $0, id, place).isEmpty })
        case ("oneOf", let choices as [[String: Any]]):
            return unless(choices.count { complaints(value, $0, id, place).isEmpty } == 1)
        default: return ["\(place): the keyword \(keyword) is not known, or not with \(rule)"]
        }
    }

    private static func isBoolean(_ value: Any) -> Bool {
        (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isBoolean(value)
        case "number": value is NSNumber && !isBoolean(value)
        case "integer": !isBoolean(value) && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
        default: false
        }
    }
}
