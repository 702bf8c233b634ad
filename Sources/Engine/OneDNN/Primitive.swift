import COneDNN

/// What a primitive will do, with the layouts it wants. Owns oneDNN's primitive descriptor.
final class PrimitiveDescriptor {
    let handle: dnnl_primitive_desc_t
    let purpose: String

    /// - Parameter create: fills in a descriptor and answers with oneDNN's status.
    init(_ purpose: String, _ create: (UnsafeMutablePointer<dnnl_primitive_desc_t?>) -> dnnl_status_t) throws {
        var handle: dnnl_primitive_desc_t?
        try check(create(&handle), purpose)
        guard let handle else { throw EngineError("oneDNN gave nothing at \(purpose)") }
        self.handle = handle
        self.purpose = purpose
    }

    deinit {
        dnnl_primitive_desc_destroy(handle)
    }

    var source: Layout { layout(dnnl_query_src_md) }
    var weights: Layout { layout(dnnl_query_weights_md) }
    var bias: Layout { layout(dnnl_query_weights_md, 1) }
    var destination: Layout { layout(dnnl_query_dst_md) }
    var sourceGradient: Layout { layout(dnnl_query_diff_src_md) }
    var weightsGradient: Layout { layout(dnnl_query_diff_weights_md) }
    var destinationGradient: Layout { layout(dnnl_query_diff_dst_md) }
    var workspace: Layout { layout(dnnl_query_workspace_md) }
    var scratchpad: Layout { layout(dnnl_query_scratchpad_md) }
    var scratchpadByteCount: Int { shim_scratchpad_size(handle) }
    var implementation: String { String(cString: shim_implementation(handle)) }

    private func layout(_ which: dnnl_query_t, _ index: Int32 = 0) -> Layout {
        Layout(shim_query_layout(handle, which, index)?.pointee ?? dnnl_memory_desc_t())
    }
}

/// Something that oneDNN can run.
final class Primitive {
    let handle: dnnl_primitive_t
    let purpose: String

    init(_ descriptor: PrimitiveDescriptor) throws {
        var handle: dnnl_primitive_t?
        try check(dnnl_primitive_create(&handle, descriptor.handle), "preparing \(descriptor.purpose)")
        guard let handle else { throw EngineError("oneDNN gave nothing at \(descriptor.purpose)") }
        self.handle = handle
        purpose = descriptor.purpose
    }

    deinit {
        dnnl_primitive_destroy(handle)
    }
}
