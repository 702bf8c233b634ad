import Training

/// How the layers stand at the latest evaluation, and how fast each one moved over the training.
struct LayerHistory: Sendable {
    private(set) var latest: LayerStatistics?
    /// Measured soon after the start.
    var costs: LayerCosts?
    private var updateRatios: [String: [Float]] = [:]
    /// How many evaluations have come, and how many lie between two that are kept.
    private var count = 0
    private var stride = 1

    private static let most = 256

    mutating func append(_ statistics: LayerStatistics) {
        latest = statistics
        defer { count += 1 }
        guard count % stride == 0 else { return }
        for layer in statistics.layers {
            if let ratio = layer.updateRatio { updateRatios[layer.name, default: []].append(ratio) }
        }
        guard updateRatios.values.contains(where: { $0.count > Self.most }) else { return }
        updateRatios = updateRatios.mapValues { $0.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) }
        stride *= 2
    }

    func updateRatios(of layer: String) -> [Float] { updateRatios[layer] ?? [] }
}
