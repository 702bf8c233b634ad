import MetricLearning

/// The slow twin of `IdentityBootstrap`'s resamples: it writes every resample down, pair by pair, and counts.
public struct ReferenceIdentityBootstrap {
    public struct Pair {
        public var distance: Float
        public var same: Bool
        public var left: Int
        public var right: Int

        public init(distance: Float, same: Bool, left: Int, right: Int) {
            (self.distance, self.same, self.left, self.right) = (distance, same, left, right)
        }
    }

    private let pairs: [Pair]
    private let identities: [Int]

    public init(_ pairs: [Pair]) {
        self.pairs = pairs
        identities = Set(pairs.flatMap { [$0.left, $0.right] }).sorted()
    }

    /// The pairs among as many identities as there are, drawn with replacement: those between an identity and itself once for every copy
    /// of it, those between two once for every copy of the one and every copy of the other.
    public func resample(using generator: inout some RandomNumberGenerator) -> [Pair] {
        let drawn = identities.map { _ in identities[Int.random(in: identities.indices, using: &generator)] }
        var pairs: [Pair] = []
        for copy in drawn {
            pairs += self.pairs.filter { $0.left == copy && $0.right == copy }
            for other in drawn { pairs += self.pairs.filter { $0.left == copy && $0.right == other && copy != other } }
        }
        return pairs
    }

    /// Share of pairs judged rightly, both kinds weighing what they weigh among all pairs; `nil` where a resample lacks one.
    public func accuracy(of resample: [Pair], at threshold: Float) -> Double? {
        let genuineShare = Double(pairs.count { $0.same }) / Double(pairs.count)
        let (genuine, impostors) = (resample.filter(\.same), resample.filter { !$0.same })
        guard !genuine.isEmpty, !impostors.isEmpty else { return nil }
        let accepted = Double(genuine.count { $0.distance < threshold }) / Double(genuine.count)
        let rejected = Double(impostors.count { $0.distance >= threshold }) / Double(impostors.count)
        return genuineShare * accepted + (1 - genuineShare) * rejected
    }

    /// The probability that a genuine pair is nearer than an impostor pair, ties counting half, over all couples of both.
    public func areaUnderROC(of resample: [Pair]) -> Double? {
        let (genuine, impostors) = (resample.filter(\.same), resample.filter { !$0.same })
        guard !genuine.isEmpty, !impostors.isEmpty else { return nil }
        var sum = 0.0
        for one in genuine {
            for other in impostors { sum += one.distance < other.distance ? 1 : one.distance == other.distance ? 0.5 : 0 }
        }
        return sum / (Double(genuine.count) * Double(impostors.count))
    }
}
