/// A network that can be asked for by name, at any input it can take and with any size of embedding.
public struct Preset: Sendable {
    public let name: String
    /// One line for lists and help.
    public let summary: String
    /// What the paper uses, or what the network is usually trained on.
    public let input: TensorShape
    /// How many numbers an image becomes, at that input.
    public let embedding: Int
    /// From an input and, where one is asked for, a size of the embedding.
    let build: @Sendable (TensorShape, Int?) -> NetworkSpec

    /// The specification, with the preset's own input and embedding where none are given.
    public func spec(input: TensorShape? = nil, embedding: Int? = nil) -> NetworkSpec {
        build(input ?? self.input, embedding)
    }

    public static let all: [Preset] = [
        .conv4, .koch, .kochSimilarity, .vgg16, .resnet18, .resnet34, .resnet50, .resnet101, .resnet152, .dogs, .faces,
    ]

    /// - Throws: `NetworkError` that lists the names there are.
    public static func named(_ name: String) throws -> Preset {
        if let preset = all.first(where: { $0.name == name.lowercased() }) { return preset }
        let names = all.map(\.name).joined(separator: ", ")
        throw NetworkError("no network is called \"\(name)\"; there are \(names), or give a JSON file")
    }
}
