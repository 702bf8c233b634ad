import COneDNN

extension SiameseEngine {
    /// The same engine for another number of threads, with all weights and everything the optimizer remembers, exact to the bit; settings
    /// that were changed since it was made are not taken over. On the same thread as this one.
    ///
    /// - Throws: `EngineError` where there is no memory for it; this one can go on then.
    public func remade(threads: Int) throws -> SiameseEngine {
        var options = options
        options.threads = threads
        let engine = try SiameseEngine(graph, parameters: try parameters(), options: options)
        try engine.loadOptimizerState(try optimizerState())
        return engine
    }

    /// The system's numbers of the threads that work for this engine, the calling one among them.
    public func teamThreads() -> [Int32] {
        let count = Int32(clamping: max(1, options.threads))
        var threads = [Int32](repeating: 0, count: Int(count))
        onednn_team(count, &threads)
        return threads
    }
}
