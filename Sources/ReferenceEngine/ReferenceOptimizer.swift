import Networks

/// One optimizer step on one number at a time, as PyTorch's documentation writes it.
struct ReferenceOptimizer<Scalar: BinaryFloatingPoint> {
    let spec: OptimizerSpec
    private(set) var step = 0
    private var first: [String: [Scalar]] = [:]
    private var second: [String: [Scalar]] = [:]

    init(_ spec: OptimizerSpec) {
        self.spec = spec
    }

    mutating func beginStep() {
        step += 1
    }

    mutating func update(_ weights: inout [Scalar], gradient: [Scalar], name: String, rate: Scalar) {
        var m = first[name] ?? Array(repeating: 0, count: weights.count)
        var v = second[name] ?? Array(repeating: 0, count: weights.count)
        for index in weights.indices {
            update(&weights[index], gradient[index], &m[index], &v[index], rate)
        }
        first[name] = m
        second[name] = v
    }

    private func update(_ w: inout Scalar, _ gradient: Scalar, _ m: inout Scalar, _ v: inout Scalar, _ rate: Scalar) {
        switch spec {
        case .sgd(let momentum, let nesterov, let decay):
            let g = gradient + Scalar(decay) * w
            // PyTorch starts the velocity with the first gradient, which is the same as starting from zero.
            m = Scalar(momentum) * m + g
            w -= rate * (nesterov ? g + Scalar(momentum) * m : m)
        case .adam(let beta1, let beta2, let epsilon, let decay):
            let g = gradient + Scalar(decay) * w
            w -= rate * adamDirection(g, &m, &v, Scalar(beta1), Scalar(beta2), Scalar(epsilon))
        case .adamW(let beta1, let beta2, let epsilon, let decay):
            w -= rate * Scalar(decay) * w
            w -= rate * adamDirection(gradient, &m, &v, Scalar(beta1), Scalar(beta2), Scalar(epsilon))
        case .rmsProp(let alpha, let epsilon, let momentum, let decay):
            let g = gradient + Scalar(decay) * w
            v = Scalar(alpha) * v + (1 - Scalar(alpha)) * g * g
            let direction = g / (v.squareRoot() + Scalar(epsilon))
            m = Scalar(momentum) * m + direction
            w -= rate * m
        }
    }

    /// `m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)` (Kingma, Ba 2015, algorithm 1).
    private func adamDirection(
        _ g: Scalar, _ m: inout Scalar, _ v: inout Scalar, _ beta1: Scalar, _ beta2: Scalar, _ epsilon: Scalar
    ) -> Scalar {
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        let meanCorrected = m / (1 - power(beta1, step))
        let squareCorrected = v / (1 - power(beta2, step))
        return meanCorrected / (squareCorrected.squareRoot() + epsilon)
    }

    private func power(_ base: Scalar, _ exponent: Int) -> Scalar {
        (0..<exponent).reduce(Scalar(1)) { product, _ in product * base }
    }
}
