/// The shape of one sample as it passes between layers: `[C, H, W]` for maps, `[F]` for vectors. The batch is not part of it.
public struct TensorShape: Hashable, Sendable {
    public var dimensions: [Int]

    public init(_ dimensions: [Int]) {
        self.dimensions = dimensions
    }

    public static func image(channels: Int, height: Int, width: Int) -> TensorShape {
        TensorShape([channels, height, width])
    }

    public static func vector(_ features: Int) -> TensorShape {
        TensorShape([features])
    }

    /// The number of values in one sample.
    public var count: Int { dimensions.reduce(1, *) }

    public var isImage: Bool { dimensions.count == 3 }

    /// Channels of a map, or features of a vector.
    public var channels: Int { dimensions.first ?? 0 }
    public var height: Int { isImage ? dimensions[1] : 1 }
    public var width: Int { isImage ? dimensions[2] : 1 }
}

extension TensorShape: CustomStringConvertible {
    /// Written as people write it: `64x112x112`, or `128` for a vector.
    public var description: String {
        dimensions.map(String.init).joined(separator: "x")
    }

    /// Reads `CxHxW` or a single number; `nil` for anything else, also for zero, negative or absurdly large sizes.
    public init?(parsing text: String) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        let numbers = parts.compactMap { $0 }
        guard numbers.count == parts.count, numbers.count == 1 || numbers.count == 3,
            numbers.allSatisfy({ (1...65_536).contains($0) })
        else { return nil }
        self.init(numbers)
    }
}

extension TensorShape: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let shape = TensorShape(parsing: text) else {
            throw NetworkError("\"\(text)\" is not a shape; write CxHxW, for example 1x105x105")
        }
        self = shape
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
