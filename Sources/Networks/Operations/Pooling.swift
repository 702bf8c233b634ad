/// Takes the largest or the average value of every window. Input `[C, H, W]` -> `[C, H', W']`,
/// `H' = (H + 2 * padding - kernel) / stride + 1`. Average pooling counts the padding, as PyTorch does by default.
public struct Pooling: Hashable, Sendable {
    public var kernel: Extent
    public var stride: Extent
    public var padding: Extent

    /// `stride` is the kernel where it is not given.
    public init(kernel: Extent, stride: Extent? = nil, padding: Extent = 0) {
        self.kernel = kernel
        self.stride = stride ?? kernel
        self.padding = padding
    }
}

struct PoolingRule: ShapedOperation {
    let pooling: Pooling
    let stem: String

    func outputShape(for input: TensorShape) throws -> TensorShape {
        let (kernel, stride, padding) = (pooling.kernel, pooling.stride, pooling.padding)
        try require(input.isImage, "pools maps, but gets a vector of \(input); move it before flatten")
        try require(kernel.isPositive && stride.isPositive, "needs a kernel and a stride of at least 1")
        try require(
            Limits.allows(sides: kernel) && Limits.allows(sides: stride), "is too large; sides go up to \(Limits.side)")
        try require(
            (0...kernel.height / 2).contains(padding.height) && (0...kernel.width / 2).contains(padding.width),
            "may pad by half its kernel at most")
        let rows = Window(kernel: kernel.height, stride: stride.height, padding: padding.height)
        let columns = Window(kernel: kernel.width, stride: stride.width, padding: padding.width)
        guard rows.fits(input.height), columns.fits(input.width) else {
            let least = "\(max(1, kernel.height - 2 * padding.height))x\(max(1, kernel.width - 2 * padding.width))"
            throw ShapeRefusal(reason: "needs at least \(least)", isTooSmall: true)
        }
        return .image(
            channels: input.channels, height: rows.places(along: input.height), width: columns.places(along: input.width))
    }
}

/// Averages a map down to a given size, whatever its own. Input `[C, H, W]` -> `[C, height, width]`; cell `i` of `n` covers rows
/// `floor(i * H / n) ..< ceil((i + 1) * H / n)`.
public struct AdaptivePooling: Hashable, Sendable {
    public var size: Extent

    public init(size: Extent = 1) {
        self.size = size
    }
}

extension AdaptivePooling: ShapedOperation {
    var stem: String { "avgpool" }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require(input.isImage, "pools maps, but gets a vector of \(input); move it before flatten")
        try require(size.isPositive, "needs an output of at least 1x1")
        try require(Limits.allows(sides: size), "is too large; sides go up to \(Limits.side)")
        return .image(channels: input.channels, height: size.height, width: size.width)
    }
}
