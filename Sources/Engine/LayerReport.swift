/// What became of a layer in the training plan, for tables.
public struct LayerReport: Hashable, Sendable {
    public let name: String
    /// oneDNN's names of the implementations, `twinscope` for the engine's own; empty where a layer needs none, or another does its work in passing.
    public private(set) var forward = ""
    public private(set) var backwardData = ""
    public private(set) var backwardWeights = ""
    /// Of its result, for the whole batch.
    public let activationBytes: Int

    init(name: String, activationBytes: Int) {
        self.name = name
        self.activationBytes = activationBytes
    }

    mutating func note(_ step: any ReportedStep) {
        switch step.work {
        case .forward: forward = step.implementation
        case .backwardData: backwardData = step.implementation
        case .backwardWeights: backwardWeights = step.implementation
        case .carrying: break
        }
    }
}
