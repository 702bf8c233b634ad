import COneDNN

/// One piece of work of a plan, with everything it needs bound to it. Running one allocates nothing.
protocol Step: AnyObject {
    /// The layer it works for.
    var layer: String { get }
    /// Of what it reads and what it writes, each once: the least that it can bring from memory and back.
    var bytes: Int { get }
    /// - Parameter step: the training step, which decides what dropout drops.
    func run(step: Int) throws
}

/// A step that computes what a layer is there for, or carries its numbers.
protocol ReportedStep: Step {
    var work: Work { get }
    /// oneDNN's name of what computes it, or `KernelStep.implementation`.
    var implementation: String { get }
}

/// What a step computes.
enum Work {
    case forward
    case backwardData
    case backwardWeights
    /// The same numbers in another layout, or the sum of several gradients of one value.
    case carrying
}

/// A compiled primitive with its memories. Owns the handle, keeps the memories alive.
final class PrimitiveStep: ReportedStep {
    let layer: String
    let implementation: String
    /// Told from the parts that its memories play.
    let work: Work
    let bytes: Int
    private let primitive: OpaquePointer
    private let context: Context
    private let memories: [Memory]

    init(_ descriptor: Descriptor, _ bindings: [(role: onednn_role, memory: Memory)], _ context: Context) throws {
        let roles = bindings.map(\.role)
        work =
            if descriptor.isCarrying {
                .carrying
            } else if roles.contains(.weights_gradient) {
                .backwardWeights
            } else if roles.contains(.source_gradient) {
                .backwardData
            } else {
                .forward
            }
        layer = descriptor.layer
        implementation = descriptor.implementation
        self.context = context
        memories = bindings.map(\.memory)
        bytes = bindings.filter { $0.role != .scratchpad }.map(\.memory).bytes
        let primitive = try created("a primitive", layer: descriptor.layer) { onednn_primitive_create(descriptor.handle, &$0) }
        self.primitive = primitive
        for (role, memory) in bindings {
            try check(onednn_primitive_bind(primitive, role, memory.handle), "binding a memory", layer: layer)
        }
    }

    /// A step outside of a plan, with a scratchpad of its own.
    convenience init(alone descriptor: Descriptor, _ bindings: [(role: onednn_role, memory: Memory)], _ context: Context) throws {
        let scratch = try descriptor.opaqueLayout(.scratchpad)
        let memory = try Memory(scratch, Buffer(Region(byteCount: scratch.bytes)), context)
        try self.init(descriptor, bindings + [(role: .scratchpad, memory: memory)], context)
    }

    deinit { onednn_primitive_destroy(primitive) }

    func run(step: Int) throws {
        try check(onednn_primitive_execute(primitive, context.handle), "executing \(implementation)", layer: layer)
    }
}

/// A loop of the engine's own over memories.
final class LoopStep: Step {
    let layer: String
    let bytes: Int
    private let body: (Int) -> Void

    init(layer: String, bytes: Int, _ body: @escaping (Int) -> Void) {
        self.layer = layer
        self.bytes = bytes
        self.body = body
    }

    func run(step: Int) { body(step) }
}

/// A kernel of the engine's own that computes a layer.
final class KernelStep<Job>: ReportedStep {
    let layer: String
    let work: Work
    let implementation = "twinscope"
    let bytes: Int
    private let call: KernelCall<Job>
    private let prepare: (inout Job) -> Void

    init(layer: String, bytes: Int, _ work: Work, _ call: KernelCall<Job>, _ prepare: @escaping (inout Job) -> Void) {
        self.layer = layer
        self.bytes = bytes
        self.work = work
        self.call = call
        self.prepare = prepare
    }

    func run(step: Int) { call.run(prepare) }
}

extension [Memory] {
    var bytes: Int { reduce(0) { $0 + $1.layout.bytes } }
}
