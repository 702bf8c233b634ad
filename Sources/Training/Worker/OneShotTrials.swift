import Datasets
import MetricLearning
import Networks

/// One-shot episodes on validation classes, the same in every evaluation: within groups where some are large enough.
struct OneShotTrials {
    let way: Int
    private let episodes: [Episode]

    private static let most = 20
    /// So many that the best evaluation is less likely the luckiest one: a standard error of about one point.
    private static let count = 1000

    /// - Parameter images: the ones that are embedded anyway.
    /// - Returns: `nil` where there are too few classes with two of them.
    init?(_ setup: TrainingSetup, images: [Int]) {
        let catalog = setup.store.catalog
        let classes = Dictionary(grouping: images) { catalog.items[$0].classIndex }.filter { $1.count > 1 }
            .sorted { $0.key < $1.key }
        var numbers: [[String]: Int] = [:]
        let groups = classes.map { entry in
            let group = catalog.classes[entry.key].groups
            return numbers[group]
                ?? {
                    numbers[group] = numbers.count
                    return numbers.count - 1
                }()
        }
        let largest = Dictionary(grouping: groups) { $0 }.values.map(\.count).max() ?? 0
        let isGrouped = numbers.count > 1 && largest >= 5
        way = min(Self.most, isGrouped ? largest : classes.count)
        let sampler = try? EpisodeSampler(
            classes: classes.map(\.value), groups: isGrouped ? groups : nil, way: way, shots: 1)
        guard let sampler else { return nil }
        var generator = SeededGenerator(seed: setup.description.options.seed).derived("one-shot trials")
        episodes = (0..<Self.count).map { _ in sampler.next(using: &generator) }
    }

    func accuracy(_ distance: (Int, Int) -> Float) -> Float {
        Float(episodes.count { $0.isRight(distance: distance) }) / Float(episodes.count)
    }
}
