import COneDNN
import Networks

/// Turns a graph into lists of work: every layer adds its forward work at once, and leaves a closure that adds its backward work when
/// all layers are known, last layer first. Layers live in `Layers/`, forward beside backward.
final class PlanBuilder {
    enum Mode {
        case training
        /// Running statistics, no dropout; batch norm disappears into the convolution before it.
        case inference
    }

    let device: Device
    let graph: NetworkGraph
    let images: Int
    let mode: Mode
    let store: ParameterStore
    let dropoutSeed: UInt64

    private(set) var values: [Value?]
    private(set) var reports: [String: LayerReport] = [:]
    private var consumers: [[Int]]
    /// Nodes that an earlier node's primitive does along with its own work.
    private var absorbed: Set<Int> = []
    private var forward: [PendingWork] = []
    private var backward: [PendingWork] = []
    /// Brings inference weights up to date after an update.
    private var refresh: [PendingWork] = []
    private var backwardBuilders: [() throws -> Void] = []
    private var target = Target.forward

    private enum Target {
        case forward
        case backward
        case refresh
    }

    init(_ graph: NetworkGraph, images: Int, mode: Mode, store: ParameterStore, dropoutSeed: UInt64, on device: Device) {
        self.graph = graph
        self.images = images
        self.mode = mode
        self.store = store
        self.dropoutSeed = dropoutSeed
        self.device = device
        values = Array(repeating: nil, count: graph.nodes.count + 1)
        consumers = Array(repeating: [], count: graph.nodes.count + 1)
        for (index, node) in graph.nodes.enumerated() {
            for value in node.inputs { consumers[value].append(index) }
        }
    }

    var isTraining: Bool { mode == .training }

    func build() throws -> Plan {
        let inputDimensions = [images] + graph.input.dimensions
        let input = Value(
            dimensions: inputDimensions, memory: try Memory(.plain(inputDimensions), on: device), needsGradient: false)
        values[0] = input
        for (index, node) in graph.nodes.enumerated() where !absorbed.contains(index) {
            try addForward(node, at: index)
        }
        guard let last = values.last ?? nil else { throw EngineError("\(graph.name) has no layers") }
        let output = try plain(last.memory, dimensions: last.dimensions)
        var outputGradient: Memory?
        if isTraining {
            target = .backward
            let gradient = try Memory(.plain(last.dimensions), on: device)
            last.gradient = try converted(gradient, to: last.layout)
            outputGradient = gradient
            for build in backwardBuilders.reversed() { try build() }
        }
        return try Plan(
            device: device, input: input.memory, output: output, outputGradient: outputGradient, forward: forward,
            backward: backward, refresh: refresh, valueBytes: values.compactMap { $0?.layout.byteCount }.reduce(0, +))
    }

    // MARK: What layers ask

    func value(_ index: Int) throws -> Value {
        guard let value = values[index] else { throw EngineError("\(graph.name) reads a value that nothing made") }
        return value
    }

    func setOutput(of index: Int, _ value: Value) {
        values[index + 1] = value
    }

    /// The only reader of a node's output, where its operation is wanted: then it can be done along with the node.
    func soleReader(of index: Int, where isWanted: (Networks.Operation) -> Bool) -> Int? {
        guard consumers[index + 1].count == 1, let reader = consumers[index + 1].first,
            isWanted(graph.nodes[reader].operation), graph.nodes[reader].inputs.count == 1
        else { return nil }
        return reader
    }

    func readers(of index: Int) -> [NetworkGraph.Node] {
        consumers[index + 1].map { graph.nodes[$0] }
    }

    func absorb(_ index: Int) {
        absorbed.insert(index)
    }

    func report(_ node: NetworkGraph.Node, _ change: (inout LayerReport) -> Void) {
        change(&reports[node.name, default: LayerReport(name: node.name)])
    }

    /// Adds a primitive's run to whatever is being built: forward, backward or refresh.
    func run(_ descriptor: PrimitiveDescriptor, _ arguments: [Int32: Memory]) throws {
        append(.primitive(descriptor, try Primitive(descriptor), arguments))
    }

    func run(_ routine: @escaping (_ step: Int) -> Void) {
        append(.routine(routine))
    }

    private func append(_ work: PendingWork) {
        switch target {
        case .forward: forward.append(work)
        case .backward: backward.append(work)
        case .refresh: refresh.append(work)
        }
    }

    /// Leaves the backward work of a layer for later; in inference there is none.
    func onBackward(_ build: @escaping () throws -> Void) {
        if isTraining { backwardBuilders.append(build) }
    }

    func refreshing(_ build: () throws -> Void) rethrows {
        let before = target
        target = .refresh
        defer { target = before }
        try build()
    }

    // MARK: Layouts

    /// The same numbers in another layout: itself where it is the same, else a reorder into new memory.
    func converted(_ memory: Memory, to layout: Layout) throws -> Memory {
        guard !memory.layout.isSame(as: layout) else { return memory }
        let result = try Memory(layout, on: device)
        try reorder(memory, to: result)
        return result
    }

    func reorder(_ source: Memory, to destination: Memory) throws {
        let descriptor = try PrimitiveDescriptor("changing a layout") { handle in
            source.layout.withPointer { from in
                destination.layout.withPointer { shim_reorder(handle, device.engine, from, $0) }
            }
        }
        try run(descriptor, [Argument.from: source, Argument.to: destination])
    }

    func plain(_ memory: Memory, dimensions: [Int]) throws -> Memory {
        try converted(memory, to: .plain(dimensions))
    }

    // MARK: Gradients

    /// The gradient with respect to a node's output, complete: all its readers come before it on the way back.
    func gradient(of value: Value, for node: NetworkGraph.Node) throws -> Memory {
        guard let gradient = value.gradient else { throw EngineError("\(node.name) gets no gradient; nothing reads it") }
        return gradient
    }

    /// Adds work that writes the gradient of a value in a layout of its own, and brings it where it belongs: into the value's own
    /// layout, added to what another reader has written.
    func contributeGradient(to value: Value, layout: Layout, _ write: (Memory) throws -> Void) throws {
        guard value.needsGradient else { return }
        let fits = layout.isSame(as: value.layout)
        if value.gradient == nil, fits {
            let gradient = try Memory(value.layout, on: device)
            try write(gradient)
            value.gradient = gradient
            return
        }
        let own = try Memory(layout, on: device)
        try write(own)
        let contribution = try converted(own, to: value.layout)
        guard let sum = value.gradient else {
            value.gradient = contribution
            return
        }
        let descriptor = try PrimitiveDescriptor("adding gradients") { handle in
            value.layout.withPointer { shim_binary(handle, device.engine, false, $0, $0, $0) }
        }
        try run(
            descriptor, [Argument.source: sum, Argument.otherSource: contribution, Argument.destination: sum])
    }

    /// A gradient that already lies in memory, as that of a value which a layer only passes on.
    func contributeGradient(to value: Value, _ gradient: Memory) throws {
        // Copied, not shared: another reader may add to it.
        try contributeGradient(to: value, layout: gradient.layout) { try reorder(gradient, to: $0) }
    }
}
