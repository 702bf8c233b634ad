/// What one layer hands to the next: a batch of numbers in the layout that its maker chose, and the gradient with respect to it.
final class Value {
    /// Batch first: `[N, C, H, W]` or `[N, F]`.
    let dimensions: [Int]
    let memory: Memory
    /// Whether anything before it can learn.
    let needsGradient: Bool
    /// Made by whoever reads the value first on the way back; in the same layout as `memory`.
    var gradient: Memory?

    init(dimensions: [Int], memory: Memory, needsGradient: Bool) {
        self.dimensions = dimensions
        self.memory = memory
        self.needsGradient = needsGradient
    }

    var layout: Layout { memory.layout }
}
