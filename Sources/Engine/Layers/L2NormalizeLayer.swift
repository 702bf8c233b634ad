import CKernels
import Networks

/// Scales every row to length one.
final class L2NormalizeLayer: PlannedLayer {
    private let stage: Stage
    private let epsilon: Float
    private var source: Memory?

    init(_ stage: Stage, _ normalize: L2Normalize) {
        self.stage = stage
        epsilon = normalize.epsilon
    }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try plan.rows(plan.value(stage.inputs[0]), layer: stage.name)
        let destination = try plan.memory(source.layout)
        let (rows, columns) = (source.layout.dimensions[0], source.layout.dimensions[1])
        let epsilon = epsilon
        plan.loop(stage.name, using: [source, destination], over: rows) { rows, _ in
            for row in rows {
                let from = UnsafeMutableBufferPointer(rebasing: source.floats[row * columns..<(row + 1) * columns])
                let scale = 1 / max(length(from), epsilon)
                let to = UnsafeMutableBufferPointer(rebasing: destination.floats[row * columns..<(row + 1) * columns])
                for column in 0..<columns { to[column] = from[column] * scale }
            }
        }
        plan.setValue(stage.output, destination)
        self.source = source
    }

    /// With `y = x / |x|`: `dx = (dy - y (y . dy)) / |x|`; where `|x|` is below epsilon the scale is constant.
    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, plan.needsGradient(stage.inputs[0]) else { return }
        let gradient = try plan.plain(plan.gradient(stage.output), layer: stage.name)
        let result = try plan.memory(source.layout)
        let (rows, columns) = (source.layout.dimensions[0], source.layout.dimensions[1])
        let epsilon = epsilon
        plan.loop(stage.name, using: [source, gradient, result], over: rows) { rows, _ in
            for row in rows {
                let bounds = row * columns..<(row + 1) * columns
                let from = UnsafeMutableBufferPointer(rebasing: source.floats[bounds])
                let slope = UnsafeMutableBufferPointer(rebasing: gradient.floats[bounds])
                let norm = length(from)
                let scale = 1 / max(norm, epsilon)
                let projection = norm > epsilon ? Float(dot(from, slope) * Double(scale) * Double(scale)) : 0
                let to = UnsafeMutableBufferPointer(rebasing: result.floats[bounds])
                for column in 0..<columns {
                    to[column] = (slope[column] - from[column] * projection) * scale
                }
            }
        }
        try plan.addRowsGradient(stage.inputs[0], result, layer: stage.name)
    }
}

/// In double: of a million numbers, float32 loses three digits.
private func dot(_ one: UnsafeMutableBufferPointer<Float>, _ other: UnsafeMutableBufferPointer<Float>) -> Double {
    guard let first = one.baseAddress, let second = other.baseAddress else { return 0 }
    return kernel_dot(first, second, min(one.count, other.count))
}

private func length(_ row: UnsafeMutableBufferPointer<Float>) -> Float { Float(dot(row, row).squareRoot()) }
