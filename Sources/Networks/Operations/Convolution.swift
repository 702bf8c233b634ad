/// Convolves (cross-correlates, as every framework does). Input `[C, H, W]` -> `[channels, H', W']`,
/// `H' = (H + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1`. Weight `[channels, C / groups, kh, kw]`.
public struct Convolution: Hashable, Sendable {
    public var channels: Int
    public var kernel: Extent
    public var stride: Extent
    public var padding: Extent
    public var dilation: Extent
    public var groups: Int
    public var bias: Bool

    public init(
        channels: Int, kernel: Extent, stride: Extent = 1, padding: Extent = 0, dilation: Extent = 1, groups: Int = 1,
        bias: Bool = true
    ) {
        self.channels = channels
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
        self.bias = bias
    }
}

extension Convolution: ShapedOperation {
    var stem: String { "conv" }

    private var rows: Window {
        Window(kernel: kernel.height, stride: stride.height, padding: padding.height, dilation: dilation.height)
    }
    private var columns: Window {
        Window(kernel: kernel.width, stride: stride.width, padding: padding.width, dilation: dilation.width)
    }

    func outputShape(for input: TensorShape) throws -> TensorShape {
        try require(input.isImage, "convolves maps, but gets a vector of \(input); move it before flatten")
        try require(channels > 0 && groups > 0, "needs at least one channel and one group")
        try require(
            kernel.isPositive && stride.isPositive && dilation.isPositive, "needs kernel, stride and dilation of at least 1")
        try require(padding.height >= 0 && padding.width >= 0, "cannot have negative padding")
        try require(
            Limits.allows(sides: kernel) && Limits.allows(sides: stride) && Limits.allows(sides: dilation)
                && Limits.allows(sides: padding) && channels <= Limits.channels,
            "is too large; sides go up to \(Limits.side), channels to \(Limits.channels)")
        try require(
            input.channels % groups == 0 && channels % groups == 0,
            "has \(groups) groups, which must divide its \(input.channels) input and \(channels) output channels")
        guard rows.fits(input.height), columns.fits(input.width) else {
            let least = "\(max(1, rows.reach - 2 * padding.height))x\(max(1, columns.reach - 2 * padding.width))"
            throw ShapeRefusal(reason: "needs at least \(least)", isTooSmall: true)
        }
        return .image(
            channels: channels, height: rows.places(along: input.height), width: columns.places(along: input.width))
    }

    func parameters(for input: TensorShape) -> [ParameterInfo] {
        let taps = kernel.height * kernel.width
        let fanIn = input.channels / groups * taps
        // As PyTorch counts it, groups or not.
        let fanOut = channels * taps
        let weight = ParameterInfo(
            name: "weight", shape: [channels, input.channels / groups, kernel.height, kernel.width], role: .weight,
            fanIn: fanIn, fanOut: fanOut)
        let shift = ParameterInfo(name: "bias", shape: [channels], role: .bias, fanIn: fanIn, fanOut: fanOut)
        return bias ? [weight, shift] : [weight]
    }

    func multiplyAccumulates(input: TensorShape, output: TensorShape) -> Int {
        output.count * (input.channels / groups) * kernel.height * kernel.width
    }
}

extension Extent {
    var isPositive: Bool { height > 0 && width > 0 }
}

func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
    guard condition else { throw ShapeRefusal(reason: reason()) }
}
