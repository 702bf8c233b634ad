import Networks

/// What an engine keeps between steps: parameters, the optimizer's memory, and the settings that may change while it trains.
extension SiameseEngine {
    /// All parameters and running statistics, plain, of all parts: the left network's as they are, the right one's under `right.`, the
    /// head's under `head.`.
    public func parameters() throws -> ParameterSet {
        try resources.store.read(graph.parameters, \.master)
    }

    public func load(_ parameters: ParameterSet) throws {
        let store = resources.store
        for parameter in store.parameters {
            guard let tensor = parameters[parameter.info.name] else {
                throw EngineError("the parameters have no \(parameter.info.name); use the network they were saved with")
            }
            try store.write(tensor, to: parameter, parameter.master)
        }
        store.version += 1
    }

    /// Gradients of all trainable parameters, as the last `backward` left them.
    public func gradients() throws -> ParameterSet {
        try resources.store.read(graph.parameters.filter(\.isTrainable), \.gradient)
    }

    /// Everything the optimizer remembers, with its number of steps: a resume from it is exact to the bit.
    public func optimizerState() throws -> ParameterSet { try optimizer.state() }

    public func loadOptimizerState(_ state: ParameterSet) throws { try optimizer.load(state) }

    /// Takes back what the last training pass did to the running statistics: for a step that is not to be applied.
    public func forgetStep() { resources.store.restoreStatistics() }

    // MARK: Settings

    /// The optimizer's weight decay, from the next step on.
    public var weightDecay: Float {
        get { optimizer.weightDecay }
        set { optimizer.weightDecay = max(0, newValue) }
    }

    /// The norm that gradients are scaled down to where they exceed it, from the next step on; `nil` leaves them as they are.
    public var gradientClip: Float? {
        get { optimizer.clip }
        set { optimizer.clip = newValue }
    }

    /// Factor on the probability of every dropout layer, from the next training pass on.
    public var dropoutFactor: Float {
        get { resources.dropoutFactor }
        set { resources.dropoutFactor = max(0, newValue) }
    }

    // MARK: Reports

    /// What oneDNN chose for every layer: the left network's in the order in which they run, then a separate right one's and the head's.
    public var layerReports: [LayerReport] {
        left.layerReports + (graph.right == nil ? [] : right?.layerReports ?? []) + (head?.branch.layerReports ?? [])
    }

    /// Bytes that a training step works in, parameters not counted.
    public var workingBytes: Int {
        [left, right, head?.branch].compactMap { $0?.training.arenaBytes }.reduce(0, +)
    }
}
