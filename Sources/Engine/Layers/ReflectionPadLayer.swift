import Networks

/// Mirrors maps at their borders. oneDNN has no such primitive; maps are read and written row-major, each by one thread.
final class ReflectionPadLayer: PlannedLayer {
    private let stage: Stage
    private let padding: Int

    init(_ stage: Stage, _ pad: ReflectionPad) {
        self.stage = stage
        padding = pad.padding
    }

    private func mirrored(_ position: Int, _ side: Int) -> Int {
        let place = abs(position - padding)
        return place < side ? place : 2 * (side - 1) - place
    }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try plan.plain(plan.value(stage.inputs[0]), layer: stage.name)
        let destination = try plan.memory(.plain(plan.dimensions(stage.node.outputShape)))
        let (rows, columns) = tables
        let (inside, outside) = (stage.node.inputShape, stage.node.outputShape)
        let maps = plan.images * inside.channels
        plan.loop(stage.name, using: [source, destination], over: maps) { maps, _ in
            let (from, to) = (source.floats, destination.floats)
            var place = maps.lowerBound * outside.height * outside.width
            for map in maps {
                for row in rows {
                    let start = (map * inside.height + row) * inside.width
                    for column in columns {
                        to[place] = from[start + column]
                        place += 1
                    }
                }
            }
        }
        plan.setValue(stage.output, destination)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard plan.needsGradient(stage.inputs[0]) else { return }
        let gradient = try plan.plain(plan.gradient(stage.output), layer: stage.name)
        let result = try plan.memory(.plain(plan.dimensions(stage.node.inputShape)))
        let (rows, columns) = tables
        let (inside, outside) = (stage.node.inputShape, stage.node.outputShape)
        let maps = plan.images * inside.channels
        plan.loop(stage.name, using: [gradient, result], over: maps) { maps, _ in
            let (from, to) = (gradient.floats, result.floats)
            let size = inside.height * inside.width
            to[maps.lowerBound * size..<maps.upperBound * size].update(repeating: 0)
            var place = maps.lowerBound * outside.height * outside.width
            for map in maps {
                for row in rows {
                    let start = (map * inside.height + row) * inside.width
                    for column in columns {
                        to[start + column] += from[place]
                        place += 1
                    }
                }
            }
        }
        try plan.addGradient(stage.inputs[0], result, layer: stage.name)
    }

    /// Where every row and every column of the result comes from.
    private var tables: (rows: [Int], columns: [Int]) {
        let (input, output) = (stage.node.inputShape, stage.node.outputShape)
        return (
            (0..<output.height).map { mirrored($0, input.height) }, (0..<output.width).map { mirrored($0, input.width) }
        )
    }
}
