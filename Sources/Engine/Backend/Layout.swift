import CKernels
import COneDNN

/// The kind of number a value is stored as.
enum ElementType: Hashable {
    case float32
    case bfloat16

    var bytes: Int { self == .float32 ? 4 : 2 }

    /// For the engine's own kernels.
    var kernel: kernel_type { self == .float32 ? .float32 : .bfloat16 }

    fileprivate var choice: onednn_type { self == .float32 ? .float32 : .bfloat16 }
}

/// Shape, type and order of values in memory. Owns the handle.
final class Layout: Equatable {
    let handle: OpaquePointer
    let dimensions: [Int]
    let type: ElementType

    private init(handle: OpaquePointer, dimensions: [Int], type: ElementType) {
        self.handle = handle
        self.dimensions = dimensions
        self.type = type
    }

    private convenience init(_ dimensions: [Int], _ type: ElementType, _ order: onednn_order) throws {
        let sizes = dimensions.map(Int64.init)
        let handle = try created("a layout", layer: "\(dimensions)") {
            onednn_layout_create(Int32(sizes.count), sizes, type.choice, order, &$0)
        }
        self.init(handle: handle, dimensions: dimensions, type: type)
    }

    deinit { onednn_layout_destroy(handle) }

    /// The order is left to the implementation.
    static func any(_ dimensions: [Int], _ type: ElementType = .float32) throws -> Layout {
        try Layout(dimensions, type, .any)
    }

    /// Row-major: `[N, C, H, W]`, `[N, F]`.
    static func plain(_ dimensions: [Int], _ type: ElementType = .float32) throws -> Layout {
        try Layout(dimensions, type, .plain)
    }

    static func channelsLast(_ dimensions: [Int], _ type: ElementType = .float32) throws -> Layout {
        try Layout(dimensions, type, .channels_last)
    }

    /// What an implementation chose.
    static func chosen(by descriptor: Descriptor, for role: onednn_role, _ dimensions: [Int], _ type: ElementType) throws
        -> Layout
    {
        let handle = try created("the layout of a descriptor", layer: descriptor.layer) {
            onednn_descriptor_layout(descriptor.handle, role, &$0)
        }
        return Layout(handle: handle, dimensions: dimensions, type: type)
    }

    /// The same order for maps of another size; `nil` where the values do not lie as `maps`.
    func resized(height: Int, width: Int) throws -> Layout? {
        guard maps != nil else { return nil }
        let handle = try created("a layout of another size", layer: "\(dimensions)") {
            onednn_layout_resize(self.handle, Int64(height), Int64(width), &$0)
        }
        return Layout(handle: handle, dimensions: Array(dimensions.prefix(2)) + [height, width], type: type)
    }

    /// How maps lie where whole pixels lie side by side, as in `[N, C, H, W]`, `[N, H, W, C]` and blocks of channels; `nil` otherwise.
    var maps: onednn_maps? {
        var maps = onednn_maps()
        return onednn_layout_maps(handle, &maps) ? maps : nil
    }

    /// The order of the values for the engine's own kernels: maps, or rows as pixels of as many channels; `nil` where they have none.
    var grid: kernel_grid? {
        if dimensions.count == 2, let plain = try? Layout.plain(dimensions, type), plain == self {
            return kernel_grid(images: 1, groups: 1, area: dimensions[0], pixel: dimensions[1])
        }
        guard let maps, dimensions.count == 4, dimensions[0] > 0 else { return nil }
        let (images, pixel, area) = (dimensions[0], Int(maps.pixel), Int(maps.height * maps.width))
        let groups = Int(maps.planes) / images
        // Of one group, all images are one after another.
        if groups == 1 { return kernel_grid(images: 1, groups: 1, area: images * area, pixel: pixel) }
        guard pixel.isMultiple(of: 16) || 16.isMultiple(of: pixel) else { return nil }
        return kernel_grid(images: images, groups: groups, area: area, pixel: pixel)
    }

    /// Padding included.
    var bytes: Int { onednn_layout_bytes(handle) }
    var count: Int { dimensions.reduce(1, *) }

    static func == (a: Layout, b: Layout) -> Bool { onednn_layout_equal(a.handle, b.handle) }
}
