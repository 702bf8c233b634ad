/// The JSON form: `name`, `source`, `input` as `CxHxW`, `layers`, `initialization`. Only `input` and `layers` must be there.
extension NetworkSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case name
        case source
        case input
        case layers
        case initialization
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decodeIfPresent(String.self, forKey: .name) ?? "network",
            source: try container.decodeIfPresent(String.self, forKey: .source),
            input: try container.decode(TensorShape.self, forKey: .input),
            layers: try container.decode([Layer].self, forKey: .layers),
            initialization: try container.decodeIfPresent(Initialization.self, forKey: .initialization) ?? .pytorch)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(source, forKey: .source)
        try container.encode(input, forKey: .input)
        try container.encode(layers, forKey: .layers)
        try container.encode(initialization, forKey: .initialization)
    }
}
