import COneDNN
import Networks

/// Averages maps down to a given size: plain average pooling where the windows come out equal, otherwise a loop over row-major maps.
final class AdaptivePoolingLayer: PlannedLayer {
    private let stage: Stage
    private let size: Extent
    private let even: PoolingLayer?

    init(_ stage: Stage, _ pooling: AdaptivePooling) {
        self.stage = stage
        size = pooling.size
        let input = stage.node.inputShape
        if input.height % size.height == 0, input.width % size.width == 0 {
            let window = Extent(height: input.height / size.height, width: input.width / size.width)
            even = PoolingLayer(stage, Pooling(kernel: window), .average)
        } else {
            even = nil
        }
    }

    func planForward(_ plan: PlanBuilder) throws {
        if let even { return try even.planForward(plan) }
        let source = try plan.plain(plan.value(stage.inputs[0]), layer: stage.name)
        let destination = try plan.memory(.plain(plan.dimensions(stage.node.outputShape)))
        let windows = windows
        let maps = plan.images * stage.node.inputShape.channels
        let (inHeight, inWidth) = (stage.node.inputShape.height, stage.node.inputShape.width)
        plan.loop(stage.name, using: [source, destination], over: maps) { maps, _ in
            let (from, to) = (source.floats, destination.floats)
            var place = maps.lowerBound * windows.count
            for map in maps {
                for window in windows {
                    var sum: Float = 0
                    for row in window.rows {
                        let start = (map * inHeight + row) * inWidth
                        for column in window.columns { sum += from[start + column] }
                    }
                    to[place] = sum / Float(window.rows.count * window.columns.count)
                    place += 1
                }
            }
        }
        plan.setValue(stage.output, destination)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        if let even { return try even.planBackward(plan) }
        guard plan.needsGradient(stage.inputs[0]) else { return }
        let gradient = try plan.plain(plan.gradient(stage.output), layer: stage.name)
        let result = try plan.memory(.plain(plan.dimensions(stage.node.inputShape)))
        let windows = windows
        let maps = plan.images * stage.node.inputShape.channels
        let (inHeight, inWidth) = (stage.node.inputShape.height, stage.node.inputShape.width)
        plan.loop(stage.name, using: [gradient, result], over: maps) { maps, _ in
            let (from, to) = (gradient.floats, result.floats)
            let size = inHeight * inWidth
            to[maps.lowerBound * size..<maps.upperBound * size].update(repeating: 0)
            var place = maps.lowerBound * windows.count
            for map in maps {
                for window in windows {
                    let share = from[place] / Float(window.rows.count * window.columns.count)
                    for row in window.rows {
                        let start = (map * inHeight + row) * inWidth
                        for column in window.columns { to[start + column] += share }
                    }
                    place += 1
                }
            }
        }
        try plan.addGradient(stage.inputs[0], result, layer: stage.name)
    }

    private var windows: [(rows: Range<Int>, columns: Range<Int>)] {
        let input = stage.node.inputShape
        func bounds(_ cell: Int, _ cells: Int, _ side: Int) -> Range<Int> {
            cell * side / cells..<((cell + 1) * side + cells - 1) / cells
        }
        return (0..<size.height).flatMap { row in
            (0..<size.width).map { (bounds(row, size.height, input.height), bounds($0, size.width, input.width)) }
        }
    }
}
