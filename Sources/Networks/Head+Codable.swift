/// `{"type": "distance", "distance": "cosine"}` or `{"type": "similarity", "difference": "absolute", "layers": [...]}`.
extension Head: Codable {
    public init(from decoder: any Decoder) throws {
        let fields = try ObjectFields(decoder, of: "a head")
        switch try fields.required("type", String.self, "\"distance\" or \"similarity\"") {
        case "distance":
            let choices = DistanceKind.allCases.map(\.rawValue).joined(separator: ", ")
            self = .distance(try fields.optional("distance", DistanceKind.self, "one of \(choices)") ?? .euclidean)
        case "similarity":
            self = .similarity(
                difference: try fields.optional("difference", Difference.self, "\"absolute\" or \"signed\"") ?? .absolute,
                layers: try fields.required("layers", [Layer].self, "a list of layers"))
        case let other:
            throw NetworkError("no head is of type \"\(other)\"; there are distance, similarity")
        }
        try fields.refuseUnread()
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        switch self {
        case .distance(let kind):
            try container.encode("distance", forKey: "type")
            try container.encode(kind, forKey: "distance")
        case .similarity(let difference, let layers):
            try container.encode("similarity", forKey: "type")
            try container.encode(difference, forKey: "difference")
            try container.encode(layers, forKey: "layers")
        }
    }
}

/// `{"type": "shared"}`, or `{"type": "separate"}` with the right network's own `layers` where they differ.
extension Twins: Codable {
    public init(from decoder: any Decoder) throws {
        let fields = try ObjectFields(decoder, of: "twins")
        switch try fields.required("type", String.self, "\"shared\" or \"separate\"") {
        case "shared": self = .shared
        case "separate": self = .separate(right: try fields.optional("layers", [Layer].self, "a list of layers"))
        case let other: throw NetworkError("twins cannot be \"\(other)\"; they are shared or separate")
        }
        try fields.refuseUnread()
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        switch self {
        case .shared: try container.encode("shared", forKey: "type")
        case .separate(let right):
            try container.encode("separate", forKey: "type")
            try container.encodeIfPresent(right, forKey: "layers")
        }
    }
}
