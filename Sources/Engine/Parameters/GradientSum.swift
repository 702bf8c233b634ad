import COneDNN

/// Adds up the gradients of two backward passes through one network: the second pass overwrites what the first has left.
final class GradientSum {
    private let copying: PrimitiveStep
    private let adding: PrimitiveStep

    /// - Parameter parameters: the network's: the first ones of the store, since what other passes compute must stay as it is.
    init(of parameters: [Parameter], _ store: ParameterStore, _ context: Context) throws {
        guard let gradients = store.gradients else {
            throw EngineError("gradients are added before the parameters have their places")
        }
        let ends = parameters.filter(\.info.isTrainable).map { store.offset(of: $0) + $0.master.floats.count }
        let layout = try Layout.plain([max(1, ends.max() ?? 0)])
        let current = try Memory(layout, Buffer(at: UnsafeMutableRawPointer(gradients), byteCount: layout.bytes), context)
        let kept = try Memory(layout, Buffer(Region(byteCount: layout.bytes)), context)
        copying = try PrimitiveStep(
            alone: Descriptor.reorder(layout, layout, layer: "gradients", context), [(.source, current), (.destination, kept)],
            context)
        let sum = try Descriptor(layer: "gradients", "a sum") {
            onednn_binary(context.handle, .add, layout.handle, layout.handle, layout.handle, .none, &$0)
        }
        adding = try PrimitiveStep(
            alone: sum, [(.source, current), (.source2, kept), (.destination, current)], context)
    }

    /// Remembers the gradients as they are.
    func keep() throws { try copying.run(step: 0) }

    /// Adds what is remembered to the gradients as they are.
    func add() throws { try adding.run(step: 0) }
}
