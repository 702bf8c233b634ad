/// A loss as data: what the network is asked to do with pairs. Its margin can be changed while a network trains.
public enum LossSpec: Hashable, Sendable, Codable {
    /// Contrastive loss (Hadsell, Chopra, LeCun 2006) on Euclidean distance: genuine `D^2`, impostor `max(0, margin - D)^2`, mean over pairs.
    case contrastive(margin: Float)

    public var name: String {
        switch self {
        case .contrastive: "contrastive"
        }
    }
}
