import COneDNN
import Networks

/// What layers plan themselves with: it knows which memory holds which value, puts reorders where two layers want different layouts,
/// and notes who uses which buffer when.
final class PlanBuilder {
    let graph: NetworkGraph
    /// Images in a pass.
    let images: Int
    let purpose: Purpose
    let resources: PlanResources
    /// How many images of the batch come before those of this plan.
    let firstImage: Int
    private(set) var steps: [any Step] = []
    /// Brings copies of the parameters up to date; run only when masters have changed.
    private(set) var refreshSteps: [any Step] = []
    private(set) var buffers: [Buffer] = []

    private var values: [Memory?]
    private var gradients: [Memory?]
    /// Gradients that several values read, as the two sides of an addition do: not to be overwritten.
    private var shared: Set<ObjectIdentifier> = []
    private var scratchpads: [Buffer] = []
    private var copies: [ObjectIdentifier: [Memory]] = [:]
    /// By value, whether anything that can be trained lies before it.
    private let isTrained: [Bool]
    private let offersInputGradient: Bool
    private var isRefreshing = false
    private var leadsToInputOnly = false
    /// Steps that only the gradient with respect to the input needs.
    private(set) var inputSteps: Set<Int> = []

    var context: Context { resources.context }
    var store: ParameterStore { resources.store }
    var options: EngineOptions { resources.options }

    init(
        _ graph: NetworkGraph, images: Int, _ purpose: Purpose, _ resources: PlanResources, firstImage: Int,
        offersInputGradient: Bool
    ) {
        self.graph = graph
        self.images = images
        self.purpose = purpose
        self.resources = resources
        self.firstImage = firstImage
        self.offersInputGradient = offersInputGradient
        values = Array(repeating: nil, count: graph.nodes.count + 1)
        gradients = values
        var isTrained = [false]
        for node in graph.nodes {
            isTrained.append(node.parameters.contains(where: \.isTrainable) || node.inputs.contains { isTrained[$0] })
        }
        self.isTrained = isTrained
    }

    // MARK: Memories

    func memory(_ layout: Layout, isPersistent: Bool = false) throws -> Memory {
        let buffer = Buffer(byteCount: layout.bytes, isPersistent: isPersistent)
        buffers.append(buffer)
        return try Memory(layout, buffer, context)
    }

    /// The same bytes as another shape.
    func view(_ memory: Memory, as layout: Layout) throws -> Memory {
        try Memory(layout, memory.buffer, context)
    }

    /// What a forward pass keeps for the way back, where it keeps anything beside its output.
    func workspace(of descriptor: Descriptor) throws -> Memory? {
        let layout = try descriptor.opaqueLayout(.workspace)
        return layout.bytes > 0 ? try memory(layout) : nil
    }

    // MARK: Values and gradients

    func dimensions(_ shape: TensorShape) -> [Int] { [images] + shape.dimensions }

    func value(_ index: Int) throws -> Memory {
        guard let memory = values[index] else { throw EngineError("value \(index) is read before it is there") }
        return memory
    }

    func setValue(_ index: Int, _ memory: Memory) { values[index] = memory }

    /// A value as float32 rows, `[N, F]` in `C, H, W` order, also where it still lies as maps.
    func rows(_ memory: Memory, layer: String) throws -> Memory {
        let plain = try plain(memory, layer: layer)
        let (count, all) = (plain.layout.dimensions[0], plain.layout.count)
        return try view(plain, as: .plain([count, all / count]))
    }

    /// A value as float32, row-major.
    func plain(_ memory: Memory, layer: String) throws -> Memory {
        try reordered(memory, to: .plain(memory.layout.dimensions), layer: layer)
    }

    var forward: onednn_direction { purpose == .training ? .training : .inference }

    /// Whether a value's gradient is ever asked for.
    func needsGradient(_ index: Int) -> Bool { isTrained[index] || offersInputGradient }

    /// Plans what is done for the sake of a value's gradient: where nothing before the value is trained, only passes that are asked for
    /// the gradient with respect to the input run it.
    func leading(to index: Int, _ plan: () throws -> Void) rethrows {
        let outer = leadsToInputOnly
        leadsToInputOnly = outer || !isTrained[index]
        defer { leadsToInputOnly = outer }
        try plan()
    }

    /// The gradient with respect to the input, row-major.
    func plainInputGradient(layer: String) throws -> Memory {
        let result = try memory(.plain(dimensions(graph.input)))
        let gradient = try gradient(0)
        try leading(to: 0) { try reorder(gradient, into: result, layer: layer) }
        return result
    }

    /// The gradient of the loss with respect to a value, in the layout its readers left it in.
    func gradient(_ index: Int) throws -> Memory {
        guard let memory = gradients[index] else { throw EngineError("gradient \(index) is read before it is there") }
        return memory
    }

    /// Adds what one reader of a value has to say about its gradient.
    func addGradient(_ index: Int, _ memory: Memory, isShared: Bool = false, layer: String) throws {
        if isShared { shared.insert(ObjectIdentifier(memory.buffer)) }
        guard let first = gradients[index] else {
            gradients[index] = memory
            return
        }
        try leading(to: index) { gradients[index] = try sum(first, memory, layer: layer) }
    }

    private func sum(_ given: Memory, _ other: Memory, layer: String) throws -> Memory {
        // Of a vector, one gradient may lie as the maps that were flattened.
        let isAlike = given.layout.dimensions == other.layout.dimensions
        let first = isAlike ? given : try rows(given, layer: layer)
        let second = try reordered(isAlike ? other : try rows(other, layer: layer), to: first.layout, layer: layer)
        let sum = try self.memory(first.layout)
        let descriptor = try Descriptor(layer: layer, "the sum of gradients", isCarrying: true) {
            onednn_binary(
                context.handle, .add, first.layout.handle, second.layout.handle, sum.layout.handle, .none, &$0)
        }
        try run(descriptor, [(.source, first), (.source2, second), (.destination, sum)])
        return sum
    }

    func isShared(_ memory: Memory) -> Bool { shared.contains(ObjectIdentifier(memory.buffer)) }

    // MARK: Steps

    /// Appends a primitive, with the scratchpad and the bookkeeping of lifetimes.
    func run(_ descriptor: Descriptor, _ bindings: [(role: onednn_role, memory: Memory)]) throws {
        var bindings = bindings
        let scratch = try descriptor.opaqueLayout(.scratchpad)
        if scratch.bytes > 0 { bindings.append((role: .scratchpad, memory: try memory(scratch))) }
        append(try PrimitiveStep(descriptor, bindings, context), using: bindings.map(\.memory))
    }

    /// Appends a loop of the engine's own.
    func loop(_ layer: String, using memories: [Memory], _ body: @escaping (Int) -> Void) {
        append(LoopStep(layer: layer, bytes: memories.bytes, body), using: memories)
    }

    /// Appends a loop of the engine's own that all threads share: `body` works on a run of the indices `0 ..< count`, in a step.
    func loop(
        _ layer: String, using memories: [Memory], over count: Int, _ body: @escaping (Range<Int>, _ step: Int) -> Void
    ) {
        let loop = SharedLoop(layer: layer, bytes: memories.bytes, count: count, threads: options.threads, body)
        append(loop, using: memories)
    }

    /// Appends a kernel of the engine's own that computes a layer.
    ///
    /// - Parameter prepare: tells the job where the memories lie.
    func run<Job>(
        _ call: KernelCall<Job>, _ work: Work, layer: String, using memories: [Memory],
        _ prepare: @escaping (inout Job) -> Void
    ) {
        append(KernelStep(layer: layer, bytes: memories.bytes, work, call, prepare), using: memories)
    }

    private func append(_ step: any Step, using memories: [Memory]) {
        if isRefreshing {
            refreshSteps.append(step)
            // Refreshing happens between two passes, so nothing it uses may share its place with what lives then.
            for memory in memories {
                memory.buffer.touch(0)
                memory.buffer.touch(Int.max - 1)
            }
        } else {
            for memory in memories { memory.buffer.touch(steps.count) }
            if leadsToInputOnly { inputSteps.insert(steps.count) }
            steps.append(step)
        }
    }

    /// A value in another layout: itself where it is in that layout already.
    func reordered(_ source: Memory, to layout: Layout, layer: String) throws -> Memory {
        if source.layout == layout { return source }
        let destination = try memory(layout)
        try reorder(source, into: destination, layer: layer)
        return destination
    }

    func reorder(_ source: Memory, into destination: Memory, layer: String) throws {
        let descriptor = try Descriptor.reorder(source.layout, destination.layout, layer: layer, context)
        try run(descriptor, [(.source, source), (.destination, destination)])
    }

    // MARK: Parameters

    /// A parameter in the layout that a primitive wants: the master itself, or a copy that is renewed when the master has changed.
    ///
    /// Between an update and a layer's own weights gradient, the bytes of that gradient hold nothing. A training pass follows an update,
    /// so it makes its copies there, one after the other, instead of keeping each of them: of a network that is mostly one large linear
    /// layer, that saves two copies of nearly all of it. A layer therefore plans its weights gradient last.
    func weights(_ parameter: Parameter, as layout: Layout) throws -> Memory {
        if parameter.master.layout == layout { return parameter.master }
        if purpose == .training, layout.bytes <= parameter.gradient.layout.bytes {
            let copy = try view(parameter.gradient, as: layout)
            try reorder(parameter.master, into: copy, layer: parameter.info.name)
            return copy
        }
        let key = ObjectIdentifier(parameter)
        if let copy = copies[key]?.first(where: { $0.layout == layout }) { return copy }
        let copy = try memory(layout, isPersistent: true)
        try refreshing { try reorderWeights(parameter, into: copy) }
        copies[key, default: []].append(copy)
        return copy
    }

    /// Winograd's own layouts can only be reached from plain numbers.
    private func reorderWeights(_ parameter: Parameter, into copy: Memory) throws {
        let name = parameter.info.name
        do {
            try reorder(parameter.master, into: copy, layer: name)
        } catch is EngineError {
            let plain = try memory(parameter.plain, isPersistent: true)
            try reorder(parameter.master, into: plain, layer: name)
            try reorder(plain, into: copy, layer: name)
        }
    }

    /// What `plan` appends is run when masters have changed, not in every pass.
    func refreshing(_ plan: () throws -> Void) rethrows {
        isRefreshing = true
        defer { isRefreshing = false }
        try plan()
    }
}
