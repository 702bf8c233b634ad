import COneDNN
import Networks

/// The dimensions of a convolution as oneDNN wants them: grouped weights have the group in front.
struct ConvolutionShapes {
    let name: String
    let convolution: Convolution
    let source: [Int]
    let destination: [Int]
    let weights: [Int]

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
                    convolution.stride.door, convolution.dilation.door, convolution.padding.door, epilogue, hint?.handle, &$0)
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
