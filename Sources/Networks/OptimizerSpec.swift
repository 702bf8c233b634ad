/// An optimizer as data. The learning rate is not part of it: it is passed to every step, since schedules and people change it.
public enum OptimizerSpec: Hashable, Sendable, Codable {
    /// Stochastic gradient descent as PyTorch writes it: `v = momentum * v + g; w -= rate * v`.
    case sgd(momentum: Float = 0.9, nesterov: Bool = false, weightDecay: Float = 0)
    /// Adam (Kingma, Ba 2015) with bias correction; weight decay is added to the gradient.
    case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0)
    /// AdamW (Loshchilov, Hutter 2019): Adam with decoupled weight decay.
    case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01)
    /// RMSprop (Tieleman, Hinton 2012) as PyTorch writes it.
    case rmsProp(alpha: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0, weightDecay: Float = 0)

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

    /// Setting it keeps everything else.
    public var weightDecay: Float {
        get {
            switch self {
            case .sgd(_, _, let decay), .adam(_, _, _, let decay), .adamW(_, _, _, let decay), .rmsProp(_, _, _, let decay):
                decay
            }
        }
        set {
            switch self {
            case .sgd(let momentum, let nesterov, _):
                self = .sgd(momentum: momentum, nesterov: nesterov, weightDecay: newValue)
            case .adam(let beta1, let beta2, let epsilon, _):
                self = .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: newValue)
            case .adamW(let beta1, let beta2, let epsilon, _):
                self = .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: newValue)
            case .rmsProp(let alpha, let epsilon, let momentum, _):
                self = .rmsProp(alpha: alpha, epsilon: epsilon, momentum: momentum, weightDecay: newValue)
            }
        }
    }

    /// `nil` where the optimizer has none; setting it does nothing there.
    public var momentum: Float? {
        get {
            switch self {
            case .sgd(let momentum, _, _), .rmsProp(_, _, let momentum, _): momentum
            case .adam, .adamW: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .sgd(_, let nesterov, let decay): self = .sgd(momentum: newValue, nesterov: nesterov, weightDecay: decay)
            case .rmsProp(let alpha, let epsilon, _, let decay):
                self = .rmsProp(alpha: alpha, epsilon: epsilon, momentum: newValue, weightDecay: decay)
            case .adam, .adamW: break
            }
        }
    }
}
