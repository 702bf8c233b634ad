import COneDNN
import Networks

/// Batch normalisation with fixed statistics, as inference has it: a factor and an offset for every channel. In bfloat16, oneDNN's own
/// normalisation takes ten times as long where the channels lie last.
struct ChannelAffine {
    private let plan: PlanBuilder
    private let layer: String
    private let factor: Memory
    private let offset: Memory

    init(_ plan: PlanBuilder, _ node: NetworkGraph.Node, _ rule: BatchNorm, like layout: Layout) throws {
        self.plan = plan
        layer = node.name
        let parameters = try BatchNormParameters(node, in: plan)
        let channels = layout.dimensions[1]
        let dimensions = [1, channels] + layout.dimensions.dropFirst(2).map { _ in 1 }
        let factor = try plan.memory(.plain(dimensions), isPersistent: true)
        let offset = try plan.memory(.plain(dimensions), isPersistent: true)
        (self.factor, self.offset) = (factor, offset)
        plan.refreshing {
            plan.loop(layer, using: [factor, offset]) { _ in
                for channel in 0..<channels {
                    (factor.floats[channel], offset.floats[channel]) = parameters.line(of: channel, epsilon: rule.epsilon)
                }
            }
        }
    }

    func apply(to source: Memory, _ epilogue: onednn_epilogue) throws -> Memory {
        try run(.add, run(.multiply, source, factor, .none), offset, epilogue)
    }

    private func run(
        _ kind: onednn_binary_kind, _ source: Memory, _ operand: Memory, _ epilogue: onednn_epilogue
    ) throws -> Memory {
        let result = try plan.memory(source.layout)
        let descriptor = try Descriptor(layer: layer, "a batch normalisation") {
            onednn_binary(
                plan.context.handle, kind, source.layout.handle, operand.layout.handle, result.layout.handle, epilogue, &$0)
        }
        try plan.run(descriptor, [(.source, source), (.source2, operand), (.destination, result)])
        return result
    }
}
