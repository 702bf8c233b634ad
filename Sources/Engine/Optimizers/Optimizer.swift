import CKernels
import COneDNN
import Networks

/// Updates all parameters in one pass over contiguous memory, on oneDNN's threads.
final class Optimizer {
    private let spec: OptimizerSpec
    private let store: ParameterStore
    private let context: Context
    private let threads: Int32
    /// The norm that gradients are scaled down to, where they exceed it.
    var clip: Float?
    /// Parallel to the masters; a rule that needs only one leaves the other untouched, so that it costs no pages.
    private let first: Region
    private let second: Region
    private let job: UnsafeMutablePointer<kernel_update>
    private let squares: UnsafeMutablePointer<kernel_squares>
    private let segments: UnsafeMutableBufferPointer<kernel_segment>
    private let sums: UnsafeMutableBufferPointer<Double>
    private(set) var steps = 0

    /// Read in every step; a change takes effect with the next one.
    var weightDecay: Float {
        get { job.pointee.weight_decay }
        set { job.pointee.weight_decay = newValue }
    }

    init(_ resources: PlanResources) throws {
        let (store, options) = (resources.store, resources.options)
        guard let masters = store.masters, let gradients = store.gradients else {
            throw EngineError("the optimizer is made before the parameters have their places")
        }
        self.store = store
        context = resources.context
        spec = options.optimizer
        threads = Int32(clamping: max(1, options.threads))
        clip = options.gradientClip
        let count = store.trainableCount
        first = try Region(byteCount: count * MemoryLayout<Float>.stride)
        second = try Region(byteCount: count * MemoryLayout<Float>.stride)
        let parts = Optimizer.segments(of: store, options.learningRateFactors)
        segments = .allocate(capacity: parts.count)
        _ = segments.initialize(from: parts)
        let blocks = (count + Int(KERNEL_SQUARES_BLOCK) - 1) / Int(KERNEL_SQUARES_BLOCK)
        sums = .allocate(capacity: blocks)
        sums.initialize(repeating: 0)
        squares = .allocate(capacity: 1)
        squares.initialize(to: kernel_squares(values: gradients, length: count, sums: sums.baseAddress))
        job = .allocate(capacity: 1)
        job.initialize(to: kernel_update())
        job.pointee.weights = masters
        job.pointee.gradients = UnsafePointer(gradients)
        job.pointee.first = first.base.assumingMemoryBound(to: Float.self)
        job.pointee.second = second.base.assumingMemoryBound(to: Float.self)
        job.pointee.length = count
        job.pointee.segments = UnsafePointer(segments.baseAddress)
        job.pointee.segment_count = parts.count
        job.pointee.set(spec)
    }

    deinit {
        job.deallocate()
        squares.deallocate()
        segments.deallocate()
        sums.deallocate()
    }

    /// Neighbours with one factor are one segment.
    private static func segments(of store: ParameterStore, _ factors: [String: Float]) -> [kernel_segment] {
        var segments: [kernel_segment] = []
        for parameter in store.parameters where parameter.info.isTrainable {
            let layer = parameter.info.name.split(separator: ".").dropLast().joined(separator: ".")
            let factor = factors[layer] ?? 1
            if segments.last?.factor == factor { continue }
            segments.append(kernel_segment(begin: store.offset(of: parameter), factor: factor))
        }
        return segments
    }

    /// The Euclidean norm of all gradients.
    func gradientNorm() -> Float {
        onednn_parallel(threads, kernel_squares_share, squares)
        return Float(sums.reduce(0, +).squareRoot())
    }

    func update(learningRate: Float) {
        steps += 1
        job.pointee.rate = learningRate
        job.pointee.gradient_scale = 1
        if let clip {
            // PyTorch's clip_grad_norm_ adds the small number too.
            job.pointee.gradient_scale = min(1, clip / (gradientNorm() + 1e-6))
        }
        job.pointee.setCorrections(spec, steps: steps)
        onednn_parallel(threads, kernel_update_share, job)
        store.version += 1
    }

    // MARK: State

    private var slots: [(name: String, region: Region)] {
        switch spec {
        case .sgd: [("momentum_buffer", first)]
        case .adam, .adamW: [("exp_avg", first), ("exp_avg_sq", second)]
        case .rmsProp: [("momentum_buffer", first), ("square_avg", second)]
        }
    }

    private static let stepName = "step"

    private func memory(_ parameter: Parameter, in region: Region) throws -> Memory {
        let start = region.base + store.offset(of: parameter) * MemoryLayout<Float>.stride
        let buffer = Buffer(at: start, byteCount: parameter.master.layout.bytes)
        return try Memory(parameter.master.layout, buffer, context)
    }

    /// Named as PyTorch names them: `conv1.weight.exp_avg`; the number of steps under `step`, in two halves that a float holds exactly.
    func state() throws -> ParameterSet {
        var state = ParameterSet()
        state[Optimizer.stepName] = Tensor(shape: [2], values: [Float(steps >> 20), Float(steps & 0xF_FFFF)])
        for parameter in store.parameters where parameter.info.isTrainable {
            for slot in slots {
                state["\(parameter.info.name).\(slot.name)"] = try store.read(parameter, memory(parameter, in: slot.region))
            }
        }
        return state
    }

    func load(_ state: ParameterSet) throws {
        guard let count = state[Optimizer.stepName], count.shape == [2], count.values.allSatisfy({ (0..<0x1p24).contains($0) })
        else { throw EngineError("the optimizer's state has no number of steps; it was saved by something else") }
        for parameter in store.parameters where parameter.info.isTrainable {
            for slot in slots {
                let name = "\(parameter.info.name).\(slot.name)"
                guard let tensor = state[name] else {
                    throw EngineError("the optimizer's state has no \(name); it was saved with another optimizer or network")
                }
                try store.write(tensor, to: parameter, memory(parameter, in: slot.region))
            }
        }
        steps = Int(count.values[0]) << 20 + Int(count.values[1])
    }
}

extension kernel_update {
    fileprivate mutating func set(_ spec: OptimizerSpec) {
        weight_decay = spec.weightDecay
        switch spec {
        case .sgd(let momentum, let nesterov, _):
            rule = .sgd
            self.momentum = momentum
            self.nesterov = nesterov ? 1 : 0
        case .adam(let beta1, let beta2, let epsilon, _):
            rule = .adam
            (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
        case .adamW(let beta1, let beta2, let epsilon, _):
            rule = .adamw
            (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
        case .rmsProp(let alpha, let epsilon, let momentum, _):
            rule = .rmsprop
            (beta2, self.epsilon, self.momentum) = (alpha, epsilon, momentum)
        }
    }

    fileprivate mutating func setCorrections(_ spec: OptimizerSpec, steps: Int) {
        switch spec {
        case .adam(let beta1, let beta2, _, _), .adamW(let beta1, let beta2, _, _):
            correction1 = Float(1 - power(Double(beta1), steps))
            correction2 = Float((1 - power(Double(beta2), steps)).squareRoot())
        case .sgd, .rmsProp:
            break
        }
    }
}

/// By squaring: exact enough, and the same everywhere.
private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
        if rest & 1 == 1 { result *= factor }
        factor *= factor
        rest >>= 1
    }
    return result
}
