/// An optimizer as data. The learning rate is not part of it: it is passed to every step, since schedules and people change it.
public enum OptimizerSpec: Hashable, Sendable, Codable {
    /// Stochastic gradient descent as PyTorch writes it: `v = momentum * v + g; w -= rate * v`.
    case sgd(momentum: Float, nesterov: Bool, weightDecay: Float)
    /// Adam (Kingma, Ba 2015) with bias correction; weight decay is added to the gradient.
    case adam(beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float)
    /// AdamW (Loshchilov, Hutter 2019): Adam with decoupled weight decay.
    case adamW(beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float)
    /// RMSprop (Tieleman, Hinton 2012) as PyTorch writes it.
    case rmsProp(alpha: Float, epsilon: Float, momentum: Float, weightDecay: Float)

    public static let adamDefault = OptimizerSpec.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0)
    public static let sgdDefault = OptimizerSpec.sgd(momentum: 0.9, nesterov: false, weightDecay: 0)
    public static let adamWDefault = OptimizerSpec.adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01)
    public static let rmsPropDefault = OptimizerSpec.rmsProp(alpha: 0.99, epsilon: 1e-8, momentum: 0, weightDecay: 0)

    /// What a person calls it on the command line.
    public var name: String {
        switch self {
        case .sgd: "sgd"
        case .adam: "adam"
        case .adamW: "adamw"
        case .rmsProp: "rmsprop"
        }
    }

    public var weightDecay: Float {
        switch self {
        case .sgd(_, _, let decay), .adam(_, _, _, let decay), .adamW(_, _, _, let decay), .rmsProp(_, _, _, let decay):
            decay
        }
    }
}
