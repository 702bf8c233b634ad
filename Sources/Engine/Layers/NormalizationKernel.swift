import CKernels
import Networks

/// The passes of a batch normalization by the engine's own kernels, over values in whatever order they lie. oneDNN's own adds up a
/// million float32 numbers one after another, which costs the last three digits of the variance and of every gradient.
///
/// Its steps keep it, so it must not keep the plan that keeps the steps.
struct NormalizationKernel {
    private let layer: String
    private let parameters: BatchNormParameters
    private let source: Memory
    /// A line for every channel: what the way back needs of the way there, beside the values themselves.
    private let lines: Memory
    private let job: kernel_normalization

    /// - Parameter source: of a layout that has a `grid`.
    init(_ plan: PlanBuilder, _ stage: Stage, _ rule: BatchNorm, source: Memory) throws {
        layer = stage.name
        self.source = source
        parameters = try BatchNormParameters(stage.node, in: plan)
        guard let grid = source.layout.grid else {
            throw EngineError("\(stage.name): its input lies in an order that cannot be normalized")
        }
        var job = kernel_normalization()
        job.grid = grid
        job.type = source.layout.type.kernel
        job.relu = stage.activation == nil ? 0 : 1
        job.channels = source.layout.dimensions[1]
        job.epsilon = rule.epsilon
        job.momentum = rule.momentum
        self.job = job
        let channels = kernel_grid_channels(&job.grid)
        // Six tables of doubles.
        lines = try plan.memory(.plain([12 * channels]), isPersistent: plan.purpose == .inference)
    }

    /// Normalizes with the batch's own statistics, and lets the running ones follow.
    func planTraining(_ plan: PlanBuilder) throws -> Memory {
        let (destination, sums) = (try plan.memory(source.layout), try sums(plan))
        let call = KernelCall(
            job, kernel_normalization_measure_share, kernel_normalization_settle_share, kernel_normalization_apply_share,
            threads: plan.options.threads)
        plan.run(call, .forward, layer: layer, using: [source, destination, lines, sums]) { [self] in
            place(&$0)
            $0.destination = destination.buffer.pointer
            $0.sums = sums.doubles
        }
        return destination
    }

    /// Normalizes with the running statistics.
    func planInference(_ plan: PlanBuilder) throws -> Memory {
        let destination = try plan.memory(source.layout)
        plan.refreshing {
            plan.loop(layer, using: [lines]) { [self] _ in
                var job = job
                place(&job)
                kernel_normalization_fix(&job)
            }
        }
        let call = KernelCall(job, kernel_normalization_apply_share, threads: plan.options.threads)
        plan.run(call, .forward, layer: layer, using: [source, destination, lines]) { [self] in
            place(&$0)
            $0.destination = destination.buffer.pointer
        }
        return destination
    }

    /// The gradients of scale and shift.
    ///
    /// - Parameter gradient: in the layout of the source.
    func planParameterGradients(_ plan: PlanBuilder, _ gradient: Memory) throws {
        let sums = try sums(plan)
        let call = KernelCall(
            job, kernel_normalization_measure_back_share, kernel_normalization_settle_back_share,
            threads: plan.options.threads)
        plan.run(call, .backwardWeights, layer: layer, using: [source, gradient, lines, sums]) { [self] in
            place(&$0)
            $0.gradient = UnsafeRawPointer(gradient.buffer.pointer)
            $0.sums = sums.doubles
        }
    }

    /// The gradient of the source, after those of scale and shift; in place where nobody else reads `gradient`.
    func planSourceGradient(_ plan: PlanBuilder, _ gradient: Memory) throws -> Memory {
        let result = plan.isShared(gradient) ? try plan.memory(gradient.layout) : gradient
        let call = KernelCall(job, kernel_normalization_apply_back_share, threads: plan.options.threads)
        plan.run(call, .backwardData, layer: layer, using: [source, gradient, lines, result]) { [self] in
            place(&$0)
            $0.gradient = UnsafeRawPointer(gradient.buffer.pointer)
            $0.source_gradient = result.buffer.pointer
        }
        return result
    }

    private func sums(_ plan: PlanBuilder) throws -> Memory {
        var grid = job.grid
        return try plan.memory(.plain([2 * kernel_normalization_sums(&grid)]))
    }

    /// What every pass reads or writes.
    private func place(_ job: inout kernel_normalization) {
        job.source = UnsafeRawPointer(source.buffer.pointer)
        job.scale = UnsafePointer(parameters.scale.master.floats.baseAddress)
        job.shift = UnsafePointer(parameters.shift.master.floats.baseAddress)
        job.running_mean = parameters.mean.master.floats.baseAddress
        job.running_variance = parameters.variance.master.floats.baseAddress
        job.scale_gradient = parameters.scale.gradient.floats.baseAddress
        job.shift_gradient = parameters.shift.gradient.floats.baseAddress
        guard let table = lines.doubles else { return }
        let channels = kernel_grid_channels(&job.grid)
        job.lines.center = table
        job.lines.factor = table + channels
        job.lines.offset = table + 2 * channels
        job.lines.slope = table + 3 * channels
        job.lines.base = table + 4 * channels
        job.lines.deviation = table + 5 * channels
    }
}

extension Memory {
    /// Of a plain float32 layout, two numbers' bytes as one of double precision.
    fileprivate var doubles: UnsafeMutablePointer<Double>? { buffer.pointer?.assumingMemoryBound(to: Double.self) }
}
