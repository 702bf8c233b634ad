/// `{"minutes": 20}`, `{"steps": 1000}` or `{"epochs": 60}`.
extension TrainingOptions.Duration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case epochs, steps, minutes
    }

    /// What the compiler wrote for `epochs(20)` in the first runs.
    private struct Unlabelled<Value: Decodable>: Decodable {
        let value: Value

        enum CodingKeys: String, CodingKey {
            case value = "_0"
        }
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        guard let key = keys.first, keys.count == 1, CodingKeys(stringValue: key) != nil else {
            throw TrainingError("a duration is {\"epochs\": N}, {\"steps\": N} or {\"minutes\": M}")
        }
        func number<Value: Decodable>(_ key: CodingKeys, _ type: Value.Type) throws -> Value? {
            guard values.contains(key) else { return nil }
            if let old = try? values.decode(Unlabelled<Value>.self, forKey: key) { return old.value }
            return try values.decode(type, forKey: key)
        }
        if let steps = try number(.steps, Int.self) {
            self = .steps(steps)
        } else if let minutes = try number(.minutes, Double.self) {
            self = .minutes(minutes)
        } else if let epochs = try number(.epochs, Int.self) {
            self = .epochs(epochs)
        } else {
            throw TrainingError("a duration is {\"epochs\": N}, {\"steps\": N} or {\"minutes\": M}")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .epochs(let epochs): try values.encode(epochs, forKey: .epochs)
        case .steps(let steps): try values.encode(steps, forKey: .steps)
        case .minutes(let minutes): try values.encode(minutes, forKey: .minutes)
        }
    }
}
