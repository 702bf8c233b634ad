import COneDNN
import Networks

/// The dimensions of a convolution as oneDNN wants them: grouped weights have the group in front.
struct ConvolutionShapes {
    let name: String
    let convolution: Convolution
    let source: [Int]
    let destination: [Int]
    let weights: [Int]
    private let stride: Extent

    let arithmetic: Arithmetic
    private let hasBias: Bool

    var type: ElementType { arithmetic.type }

    /// - Parameter arithmetic: the plan's choice without it.
    init(_ stage: Stage, _ convolution: Convolution, _ plan: PlanBuilder, arithmetic: Arithmetic? = nil) {
        let node = stage.node
        name = node.name
        self.arithmetic = arithmetic ?? plan.arithmetic(of: node)
        hasBias = convolution.bias || stage.batchNorm != nil
        self.convolution = convolution
        source = [plan.images] + node.inputShape.dimensions
        destination = [plan.images] + node.outputShape.dimensions
        func stride(_ axis: KeyPath<Extent, Int>, input: Int, output: Int) -> Int {
            let window = convolution.dilation[keyPath: axis] * (convolution.kernel[keyPath: axis] - 1) + 1
            let own = convolution.stride[keyPath: axis]
            return output == 1 ? min(own, input + 2 * convolution.padding[keyPath: axis] - window + 1) : own
        }
        // Of a single window, any stride that leads beyond the map says the same. oneDNN's bfloat16 code for AMX reads as far as it
        // leads, and ends the program where there is no memory.
        self.stride = Extent(
            height: stride(\.height, input: node.inputShape.height, output: node.outputShape.height),
            width: stride(\.width, input: node.inputShape.width, output: node.outputShape.width))
        let plain = node.parameters[0].shape
        let groups = convolution.groups
        weights = groups == 1 ? plain : [groups, plain[0] / groups] + plain.dropFirst()
    }

    func descriptor(
        _ direction: onednn_direction, hint: Descriptor?, _ epilogue: onednn_epilogue, _ plan: PlanBuilder
    ) throws -> Descriptor {
        let (source, destination) = (try Layout.any(source, type), try Layout.any(destination, type))
        let weights = try Layout.any(weights, direction == .backward_weights ? .float32 : type)
        let bias = hasBias && direction != .backward_data ? try Layout.plain([convolution.channels]) : nil
        func describe(_ kind: onednn_convolution_kind) throws -> Descriptor {
            try Descriptor(layer: name, "a convolution") {
                onednn_convolution(
                    plan.context.handle, direction, kind, source.handle, weights.handle, bias?.handle, destination.handle,
                    stride.door, convolution.dilation.door, convolution.padding.door, epilogue, hint?.handle, &$0)
            }
        }
        // oneDNN refuses Winograd for sizes where it would not pay.
        if arithmetic.kind == .winograd, let winograd = try? describe(.winograd) { return winograd }
        return try describe(.direct)
    }
}

extension Extent {
    var door: onednn_extent { onednn_extent(height: Int64(height), width: Int64(width)) }
}
