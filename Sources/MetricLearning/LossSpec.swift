/// A loss as data: what the network is asked to do with pairs. Its margin can be changed while a network trains.
public enum LossSpec: Hashable, Sendable, Codable {
    /// Contrastive loss (Hadsell, Chopra, LeCun 2006) on Euclidean distance.
    case contrastive(margin: Float)

    public var name: String {
        switch self {
        case .contrastive: "contrastive"
        }
    }

    /// How far impostors are pushed apart; `nil` where the loss has no margin. Setting it does nothing there.
    public var margin: Float? {
        get {
            switch self {
            case .contrastive(let margin): margin
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .contrastive: self = .contrastive(margin: newValue)
            }
        }
    }

    /// The mean loss of a batch of pairs, and its gradient with respect to every embedding.
    ///
    /// - Parameters:
    ///   - embeddings: `[2N, F]`: rows `0 ..< N` are the left images, rows `N ..< 2N` the right ones.
    ///   - same: whether pair `i` (rows `i` and `N + i`) is genuine; `N` of them.
    ///   - gradient: `[2N, F]`, overwritten.
    public func evaluate(_ embeddings: Matrix, same: [Bool], gradient: inout Matrix) -> PairLoss {
        switch self {
        case .contrastive(let margin):
            ContrastiveLoss(margin: margin).evaluate(embeddings, same: same, gradient: &gradient)
        }
    }

    /// The mean loss of pairs of which only the distances are known.
    public func value(distances: [Float], same: [Bool]) -> Float {
        switch self {
        case .contrastive(let margin): ContrastiveLoss(margin: margin).value(distances: distances, same: same)
        }
    }
}

/// A batch's loss, with what tells a person whether it still learns.
public struct PairLoss: Hashable, Sendable {
    /// Mean over all pairs.
    public var value: Float
    /// Mean distances of the two kinds of pairs; zero where there are none.
    public var genuineDistance: Float
    public var impostorDistance: Float
    /// Share of pairs whose own loss is not zero: when it nears zero, the mean shrinks though nothing is learned.
    public var activeFraction: Float
}
