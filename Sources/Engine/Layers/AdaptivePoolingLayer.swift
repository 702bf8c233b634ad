import COneDNN
import Networks

/// Averages maps down to a given size: plain average pooling where the windows come out equal and small.
final class AdaptivePoolingLayer: PlannedLayer {
    private let even: PoolingLayer?
    private let kernel: AveragingKernel

    init(_ stage: Stage, _ pooling: AdaptivePooling) {
        let (input, size) = (stage.node.inputShape, pooling.size)
        func windows(_ cells: Int, _ side: Int) -> [Range<Int>] {
            (0..<cells).map { $0 * side / cells..<(($0 + 1) * side + cells - 1) / cells }
        }
        kernel = AveragingKernel(
            stage, rows: windows(size.height, input.height), columns: windows(size.width, input.width))
        let window = Extent(height: input.height / size.height, width: input.width / size.width)
        let isEven = input.height % size.height == 0 && input.width % size.width == 0
        even =
            isEven && window.height * window.width <= AveragingKernel.fewValues
            ? PoolingLayer(stage, Pooling(kernel: window), .average) : nil
    }

    func planForward(_ plan: PlanBuilder) throws {
        if let even { return try even.planForward(plan) }
        try kernel.planForward(plan)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        if let even { return try even.planBackward(plan) }
        try kernel.planBackward(plan)
    }
}
