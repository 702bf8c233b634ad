import Foundation

/// The JSON form: `name`, `source`, `input` as `CxHxW`, `layers`, `initialization`, `head`, `twins`. Only `input` and `layers` must be there.
extension NetworkSpec: Codable {
    /// Reads a network from a file's bytes.
    ///
    /// - Throws: `NetworkError`, a sentence that says what is wrong with the file.
    public init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(NetworkSpec.self, from: json)
        } catch let error as NetworkError {
            throw error
        } catch {
            throw NetworkError("the network is not written in JSON: begin with {\"input\": \"1x35x35\", \"layers\": [...]}")
        }
    }

    public init(from decoder: any Decoder) throws {
        let fields = try ObjectFields(decoder, of: "a network")
        let choices = Initialization.allCases.map(\.rawValue).joined(separator: ", ")
        self.init(
            name: try fields.optional("name", String.self, "a text") ?? "network",
            source: try fields.optional("source", String.self, "a text"),
            input: try fields.required("input", TensorShape.self, "a text, for example \"1x105x105\""),
            layers: try fields.required("layers", [Layer].self, "a list of layers, each with its \"type\""),
            initialization: try fields.optional("initialization", Initialization.self, "one of \(choices)") ?? .pytorch,
            head: try fields.optional("head", Head.self, "an object with a \"type\"") ?? .distance(.euclidean),
            twins: try fields.optional("twins", Twins.self, "an object with a \"type\"") ?? .shared)
        try fields.refuseUnread()
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        try container.encode(name, forKey: "name")
        try container.encodeIfPresent(source, forKey: "source")
        try container.encode(input, forKey: "input")
        try container.encode(layers, forKey: "layers")
        try container.encode(initialization, forKey: "initialization")
        try container.encode(head, forKey: "head")
        if twins != .shared { try container.encode(twins, forKey: "twins") }
    }
}
