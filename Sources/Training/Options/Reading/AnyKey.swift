/// A key of any name.
struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// - Throws: `TrainingError` for a key that is none of `known`: it would silently do nothing.
    func refuseKeys(of title: String, otherThan known: [String]) throws {
        let keys = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        guard let unknown = keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw TrainingError("the \(title) know no \"\(unknown)\"; they know \(known.joined(separator: ", "))")
    }
}
