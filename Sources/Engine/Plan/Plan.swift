import COneDNN

/// Work of which the scratchpad is not yet known.
enum PendingWork {
    case primitive(PrimitiveDescriptor, Primitive, [Int32: Memory])
    case routine((_ step: Int) -> Void)

    var scratchpadByteCount: Int {
        if case .primitive(let descriptor, _, _) = self { descriptor.scratchpadByteCount } else { 0 }
    }
}

/// A compiled graph for one size of batch: everything is allocated and every argument list made; running it allocates nothing.
final class Plan {
    let input: Memory
    /// Plain, as the world outside reads it.
    let output: Memory
    let outputGradient: Memory?
    /// Bytes of all activations.
    let valueBytes: Int

    private let device: Device
    private let forward: [Work]
    private let backward: [Work]
    private let refresh: [Work]
    /// Argument lists hold raw handles: these keep them alive.
    private let memories: [Memory]

    init(
        device: Device, input: Memory, output: Memory, outputGradient: Memory?, forward: [PendingWork], backward: [PendingWork],
        refresh: [PendingWork], valueBytes: Int
    ) throws {
        self.device = device
        self.input = input
        self.output = output
        self.outputGradient = outputGradient
        self.valueBytes = valueBytes
        let all = forward + backward + refresh
        let scratchpad = try AlignedBuffer(byteCount: all.map(\.scratchpadByteCount).max() ?? 0)
        var memories = [input, output, outputGradient].compactMap { $0 }
        func finish(_ pending: [PendingWork]) throws -> [Work] {
            try pending.map { work in
                guard case .primitive(let descriptor, let primitive, var arguments) = work else {
                    guard case .routine(let body) = work else { throw EngineError("a plan holds work of no kind") }
                    return .routine(body)
                }
                if descriptor.scratchpadByteCount > 0 {
                    arguments[Argument.scratchpad] = try Memory(
                        descriptor.scratchpad, at: scratchpad.start, owner: scratchpad, on: device)
                }
                memories += arguments.values
                return .primitive(primitive, arguments.map { dnnl_exec_arg_t(arg: $0.key, memory: $0.value.handle) })
            }
        }
        self.forward = try finish(forward)
        self.backward = try finish(backward)
        self.refresh = try finish(refresh)
        self.memories = memories
    }

    func runForward(step: Int) throws {
        for work in forward { try work.run(on: device, step: step) }
    }

    func runBackward(step: Int) throws {
        for work in backward { try work.run(on: device, step: step) }
    }

    func runRefresh() throws {
        for work in refresh { try work.run(on: device, step: 0) }
    }
}
