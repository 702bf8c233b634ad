import COneDNN
import Networks

/// Averages over windows of one size, padding counted.
final class AveragePoolingLayer: PlannedLayer {
    private let small: PoolingLayer?
    private let kernel: AveragingKernel

    init(_ stage: Stage, _ pooling: Pooling) {
        let (input, output) = (stage.node.inputShape, stage.node.outputShape)
        func windows(_ count: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ side: Int) -> [Range<Int>] {
            (0..<count).map { ($0 * stride - padding..<$0 * stride - padding + kernel).clamped(to: 0..<side) }
        }
        let values = pooling.kernel.height * pooling.kernel.width
        kernel = AveragingKernel(
            stage,
            rows: windows(
                output.height, pooling.kernel.height, pooling.stride.height, pooling.padding.height, input.height),
            columns: windows(output.width, pooling.kernel.width, pooling.stride.width, pooling.padding.width, input.width),
            divisor: values)
        small = values <= AveragingKernel.fewValues ? PoolingLayer(stage, pooling, .average) : nil
    }

    func planForward(_ plan: PlanBuilder) throws {
        if let small { return try small.planForward(plan) }
        try kernel.planForward(plan)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        if let small { return try small.planBackward(plan) }
        try kernel.planBackward(plan)
    }
}
