/// Everything that a pair of images goes through: the branch of each, and the head on their difference.
///
/// Every part is a graph of its own, with names that do not collide: the left branch as it is written, the right one under
/// `right.`, the head under `head.`.
public struct PairGraph: Hashable, Sendable {
    public let left: NetworkGraph
    /// `nil` where both images share the left branch.
    public let right: NetworkGraph?
    /// From the difference of two embeddings to one logit; `nil` where the head is a fixed distance.
    public let head: NetworkGraph?
    /// What the head reads of two embeddings; `nil` where it is a fixed distance.
    public let difference: Head.Difference?

    static let rightScope = "right."
    static let headScope = "head."

    public var parameters: [ParameterInfo] {
        left.parameters + (right?.parameters ?? []) + (head?.parameters ?? [])
    }

    /// - Throws: `NetworkError` where a part is wrong or the parts do not fit together.
    public init(_ spec: NetworkSpec) throws {
        left = try NetworkGraph(spec)
        switch spec.twins {
        case .shared: right = nil
        case .separate(let layers):
            var other = spec
            other.layers = layers ?? spec.layers
            right = try NetworkGraph(other, scope: Self.rightScope)
        }
        if let right, right.output != left.output {
            throw NetworkError(
                "the left network ends in \(left.output) and the right one in \(right.output); make both the same")
        }
        guard case .similarity(let difference, let layers) = spec.head else {
            (head, self.difference) = (nil, nil)
            try Self.checkNames(of: [left, right])
            return
        }
        guard !left.output.isImage else {
            throw NetworkError("the head compares vectors, but the network ends in \(left.output); end it in flatten or linear")
        }
        let head = try NetworkGraph(name: spec.name, input: left.output, layers: layers, scope: Self.headScope)
        guard head.output == .vector(1) else {
            throw NetworkError("the head ends in \(head.output) values; end it in a linear layer with 1 feature")
        }
        (self.head, self.difference) = (head, difference)
        try Self.checkNames(of: [left, right, head])
    }

    /// Weights are told apart by name: a layer that is called as if it were of another part would share that part's.
    private static func checkNames(of parts: [NetworkGraph?]) throws {
        var seen: Set<String> = []
        for node in parts.compactMap(\.self).flatMap(\.nodes) where !seen.insert(node.name).inserted {
            throw NetworkError("two layers are called \(node.name), in different parts; give one of them another name")
        }
    }

    /// One network for both images, compared by a distance.
    public init(shared network: NetworkGraph) {
        (left, right, head, difference) = (network, nil, nil, nil)
    }
}
