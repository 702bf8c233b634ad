/// What a description may ask for. Far above any network that is trained, and low enough that no product of sizes overflows,
/// whatever a file says.
enum Limits {
    /// Of an input, a kernel, a stride, a padding or a dilation.
    static let side = 65_536
    static let channels = 1 << 20
    /// Values of one sample between two layers: 1 GB of them.
    static let values = 1 << 28
    /// Numbers in one parameter.
    static let weights = 1 << 31
    /// Multiply-accumulates of the whole network.
    static let work = 1 << 60
    static let operations = 10_000
    /// Residual blocks inside residual blocks.
    static let nesting = 16

    static func allows(sides: Extent) -> Bool { sides.height <= side && sides.width <= side }

    /// Whether the product of `factors`, none of them negative, stays within `limit`.
    static func allows(_ factors: [Int], below limit: Int) -> Bool {
        var product = 1
        for factor in factors {
            let (next, overflow) = product.multipliedReportingOverflow(by: factor)
            guard !overflow, next <= limit else { return false }
            product = next
        }
        return true
    }
}
