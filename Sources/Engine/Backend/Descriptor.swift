import COneDNN

/// An operation for given layouts, with the implementation that oneDNN chose for it. Owns the handle.
final class Descriptor {
    let handle: OpaquePointer
    /// The layer it belongs to, for errors and reports.
    let layer: String

    /// Whether it only carries numbers between layers: brings them into another layout, or adds up gradients of several readers.
    let isCarrying: Bool

    init(layer: String, _ call: String, isCarrying: Bool = false, _ make: (inout OpaquePointer?) -> Int32) throws {
        self.layer = layer
        self.isCarrying = isCarrying
        handle = try created(call, layer: layer, make)
    }

    /// Between two layouts of the same numbers.
    static func reorder(_ source: Layout, _ destination: Layout, layer: String, _ context: Context) throws -> Descriptor {
        try Descriptor(layer: layer, "a reorder", isCarrying: true) {
            onednn_reorder(context.handle, source.handle, destination.handle, &$0)
        }
    }

    deinit { onednn_descriptor_destroy(handle) }

    /// `jit:avx512_core`, `gemm:jit`, ...
    var implementation: String { String(cString: onednn_descriptor_implementation(handle)) }

    /// Whether a convolution is computed as a plain product of unfolded images: what oneDNN does where it has no kernel of its own.
    var unfoldsImages: Bool {
        let name = implementation
        return name.contains("gemm") && !name.contains("brg")
    }

    /// The layout the implementation wants for a role.
    func layout(_ role: onednn_role, _ dimensions: [Int], _ type: ElementType = .float32) throws -> Layout {
        try Layout.chosen(by: self, for: role, dimensions, type)
    }

    /// What the implementation needs beside its arguments; 0 bytes where nothing.
    func opaqueLayout(_ role: onednn_role) throws -> Layout {
        try Layout.chosen(by: self, for: role, [], .float32)
    }
}

extension onednn_epilogue {
    static let none = onednn_epilogue(adds_destination: false, function: .none, alpha: 0)
}
