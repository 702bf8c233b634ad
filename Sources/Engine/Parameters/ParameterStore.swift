import COneDNN
import Networks

/// One parameter of the network: its master copy and its gradient, both float32 in the layout that its gradient is computed in.
final class Parameter {
    let info: ParameterInfo
    /// Row-major, in the dimensions that the layer's primitives use; the numbers lie as in `info.shape`.
    let plain: Layout
    let master: Memory
    let gradient: Memory

    init(_ info: ParameterInfo, plain: Layout, layout: Layout, _ context: Context) throws {
        self.info = info
        self.plain = plain
        master = try Memory(layout, Buffer(byteCount: layout.bytes, isPersistent: true), context)
        gradient = try Memory(layout, Buffer(byteCount: layout.bytes, isPersistent: true), context)
    }
}

/// All parameters, in two parallel regions: masters and gradients lie at the same offsets, so that an optimizer is one pass over
/// contiguous memory. Padding inside the layouts is zero and stays zero.
final class ParameterStore {
    private let context: Context
    private(set) var parameters: [Parameter] = []
    private var byName: [String: Parameter] = [:]
    private var regions: [Region] = []
    /// Counts the changes of the masters; copies in other layouts compare it with the one they were made from.
    var version = 1
    /// Floats in the trainable part of the regions, padding included.
    private(set) var trainableCount = 0
    /// Running statistics before the last training pass.
    private var keptStatistics: [Float] = []
    private(set) var masters: UnsafeMutablePointer<Float>?
    private(set) var gradients: UnsafeMutablePointer<Float>?

    init(_ context: Context) {
        self.context = context
    }

    /// Adds a parameter, in the layout that its layer wants its gradient in.
    func add(_ info: ParameterInfo, dimensions: [Int]? = nil, layout: Layout? = nil) throws -> Parameter {
        let plain = try Layout.plain(dimensions ?? info.shape)
        let parameter = try Parameter(info, plain: plain, layout: layout ?? plain, context)
        parameters.append(parameter)
        byName[info.name] = parameter
        return parameter
    }

    subscript(name: String) -> Parameter? { byName[name] }

    /// Gives all parameters their places, the trainable ones first.
    func place() throws {
        let ordered = parameters.filter(\.info.isTrainable) + parameters.filter { !$0.info.isTrainable }
        let size = ordered.reduce(0) { $0 + Region.aligned($1.master.layout.bytes) }
        let values = try Region(byteCount: size)
        let slopes = try Region(byteCount: size)
        var offset = 0
        for parameter in ordered {
            try parameter.master.buffer.place(at: values.base + offset)
            try parameter.gradient.buffer.place(at: slopes.base + offset)
            offset += Region.aligned(parameter.master.layout.bytes)
            if parameter.info.isTrainable { trainableCount = offset / MemoryLayout<Float>.stride }
        }
        regions = [values, slopes]
        masters = values.base.assumingMemoryBound(to: Float.self)
        gradients = slopes.base.assumingMemoryBound(to: Float.self)
    }

    /// The running statistics, which lie behind what is trained.
    private var statistics: UnsafeMutableBufferPointer<Float> {
        guard let masters, let region = regions.first else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
        let count = region.byteCount / MemoryLayout<Float>.stride - trainableCount
        return UnsafeMutableBufferPointer(start: masters + trainableCount, count: max(0, count))
    }

    func keepStatistics() {
        let statistics = statistics
        if keptStatistics.count != statistics.count { keptStatistics = Array(repeating: 0, count: statistics.count) }
        keptStatistics.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: statistics) }
    }

    func restoreStatistics() {
        let statistics = statistics
        guard keptStatistics.count == statistics.count else { return }
        keptStatistics.withUnsafeBufferPointer { _ = statistics.update(fromContentsOf: $0) }
        version += 1
    }

    /// Where a trainable parameter begins in the regions, in floats.
    func offset(of parameter: Parameter) -> Int {
        guard let base = masters, let start = parameter.master.floats.baseAddress else { return 0 }
        return start - base
    }

    /// Reads masters or gradients of some parameters, plain.
    func read(_ infos: [ParameterInfo], _ memory: KeyPath<Parameter, Memory>) throws -> ParameterSet {
        var set = ParameterSet()
        for info in infos {
            if let parameter = byName[info.name] { set[info.name] = try read(parameter, parameter[keyPath: memory]) }
        }
        return set
    }

    /// Reads a memory of a parameter's layout as plain numbers.
    func read(_ parameter: Parameter, _ memory: Memory) throws -> Tensor {
        var values = [Float](repeating: 0, count: parameter.info.count)
        try values.withUnsafeMutableBytes { bytes in
            try copy(parameter, bytes.baseAddress) { plain in (memory, plain) }
        }
        return Tensor(shape: parameter.info.shape, values: values)
    }

    /// Writes plain numbers into a memory of a parameter's layout.
    func write(_ tensor: Tensor, to parameter: Parameter, _ memory: Memory) throws {
        guard tensor.shape == parameter.info.shape else {
            throw EngineError(
                "\(parameter.info.name) is \(tensor.shape), but this network has it as \(parameter.info.shape)")
        }
        var values = tensor.values
        try values.withUnsafeMutableBytes { bytes in
            try copy(parameter, bytes.baseAddress) { plain in (plain, memory) }
        }
    }

    private func copy(
        _ parameter: Parameter, _ bytes: UnsafeMutableRawPointer?, _ direction: (Memory) -> (from: Memory, to: Memory)
    ) throws {
        guard let bytes else { return }
        let buffer = Buffer(at: bytes, byteCount: parameter.plain.bytes)
        let (from, to) = direction(try Memory(parameter.plain, buffer, context))
        let descriptor = try Descriptor.reorder(from.layout, to.layout, layer: parameter.info.name, context)
        try PrimitiveStep(alone: descriptor, [(.source, from), (.destination, to)], context).run(step: 0)
    }
}
