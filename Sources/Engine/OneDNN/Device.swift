import COneDNN

/// oneDNN's CPU engine and its stream. Everything that is created with it must be used on the thread that created it.
final class Device {
    let engine: dnnl_engine_t
    private let stream: dnnl_stream_t

    init(threads: Int) throws {
        shim_set_threads(Int32(clamping: threads))
        var engine: dnnl_engine_t?
        try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "making the engine")
        guard let engine else { throw EngineError("oneDNN gave no engine") }
        var stream: dnnl_stream_t?
        let status = dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue))
        guard status == dnnl_success, let stream else {
            dnnl_engine_destroy(engine)
            throw EngineError("oneDNN gave no stream")
        }
        self.engine = engine
        self.stream = stream
    }

    deinit {
        dnnl_stream_destroy(stream)
        dnnl_engine_destroy(engine)
    }

    func execute(_ primitive: Primitive, _ arguments: [dnnl_exec_arg_t]) throws {
        let status = dnnl_primitive_execute(primitive.handle, stream, Int32(arguments.count), arguments)
        if status != dnnl_success { try check(status, "running \(primitive.purpose)") }
    }
}

/// Throws what oneDNN says, with the layer and the call.
func check(_ status: dnnl_status_t, _ purpose: @autoclosure () -> String) throws {
    guard status != dnnl_success else { return }
    let word = dnnl_status2str(status).map { String(cString: $0) } ?? "error \(status.rawValue)"
    throw EngineError("oneDNN answers \"\(word)\" at \(purpose())")
}

extension Device {
    /// Copies numbers from one layout to another, at once: for what happens outside of steps.
    func reorder(_ source: Memory, to destination: Memory) throws {
        let descriptor = try PrimitiveDescriptor("changing a layout") { handle in
            source.layout.withPointer { from in
                destination.layout.withPointer { shim_reorder(handle, engine, from, $0) }
            }
        }
        let primitive = try Primitive(descriptor)
        let scratchpad = try Memory(descriptor.scratchpad, at: AlignedBuffer(byteCount: descriptor.scratchpadByteCount), on: self)
        try execute(
            primitive,
            [
                dnnl_exec_arg_t(arg: Argument.from, memory: source.handle),
                dnnl_exec_arg_t(arg: Argument.to, memory: destination.handle),
                dnnl_exec_arg_t(arg: Argument.scratchpad, memory: scratchpad.handle),
            ])
    }
}
