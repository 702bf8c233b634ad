/// How weights begin. Biases, scales and shifts follow from the choice.
public enum Initialization: String, Hashable, Sendable, Codable, CaseIterable {
    /// PyTorch's defaults: weights and biases uniform in +-1/sqrt(fan in).
    case pytorch
    /// Normal with deviation sqrt(2 / fan out), biases zero (He et al. 2015b; torchvision's ResNets); linear layers as `pytorch`.
    case kaimingFanOut = "kaiming-fan-out"
    /// Uniform in +-sqrt(6 / (fan in + fan out)), biases zero (Glorot, Bengio 2010).
    case glorot
    /// Koch, Zemel, Salakhutdinov 2015, section 3.2: weights N(0, 0.01), fully connected ones N(0, 0.2), biases N(0.5, 0.01).
    case koch
}

extension NetworkGraph {
    /// First values of all parameters and running statistics. Every parameter draws from its own generator, named after it,
    /// so that adding a layer does not change the others.
    public func initialParameters(_ initialization: Initialization, using generator: SeededGenerator) -> ParameterSet {
        initialization.values(of: parameters, using: generator)
    }
}

extension PairGraph {
    /// The same for all its parts; unshared twins begin with different weights.
    public func initialParameters(_ initialization: Initialization, using generator: SeededGenerator) -> ParameterSet {
        initialization.values(of: parameters, using: generator)
    }
}

extension Initialization {
    fileprivate func values(of parameters: [ParameterInfo], using generator: SeededGenerator) -> ParameterSet {
        var set = ParameterSet()
        for parameter in parameters {
            var own = generator.derived("initial " + parameter.name)
            let values = (0..<parameter.count).map { _ in value(for: parameter, using: &own) }
            set[parameter.name] = Tensor(shape: parameter.shape, values: values)
        }
        return set
    }

    private func value(for parameter: ParameterInfo, using generator: inout SeededGenerator) -> Float {
        switch parameter.role {
        case .scale: parameter.initialValue
        case .runningVariance: 1
        case .shift, .runningMean: 0
        case .weight: weight(for: parameter, using: &generator)
        case .bias: bias(for: parameter, using: &generator)
        }
    }

    private func weight(for parameter: ParameterInfo, using generator: inout SeededGenerator) -> Float {
        switch self {
        case .pytorch:
            let bound = 1 / Float(parameter.fanIn).squareRoot()
            return generator.uniform(-bound...bound)
        case .kaimingFanOut:
            // torchvision leaves its linear layers at PyTorch's default.
            guard !parameter.isOfLinear else { return Initialization.pytorch.weight(for: parameter, using: &generator) }
            return generator.normal() * (2 / Float(parameter.fanOut)).squareRoot()
        case .glorot:
            let bound = (6 / Float(parameter.fanIn + parameter.fanOut)).squareRoot()
            return generator.uniform(-bound...bound)
        case .koch:
            return generator.normal() * (parameter.isOfLinear ? 0.2 : 0.01)
        }
    }

    private func bias(for parameter: ParameterInfo, using generator: inout SeededGenerator) -> Float {
        switch self {
        case .pytorch:
            let bound = 1 / Float(parameter.fanIn).squareRoot()
            return generator.uniform(-bound...bound)
        case .kaimingFanOut where parameter.isOfLinear:
            return Initialization.pytorch.bias(for: parameter, using: &generator)
        case .kaimingFanOut, .glorot:
            return 0
        case .koch:
            return 0.5 + generator.normal() * 0.01
        }
    }
}
