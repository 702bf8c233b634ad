import Networks

/// P classes with K images each (Hermans, Beyer, Leibe 2017, arXiv:1703.07737, section 2): every image takes part in many pairs.
///
/// Drawn within one or a few groups, impostors share an alphabet and are hard. Every batch has exactly P x K images: where the
/// groups that were drawn have too few classes, further groups fill up; a class with fewer than K images repeats them.
public struct ClassBatches: BatchSampling {
    public let classesPerBatch: Int
    public let imagesPerClass: Int
    /// The images of each class, group by group.
    private let groups: [[[Int]]]
    private let groupsPerBatch: Int?
    private let views: ViewClasses
    /// Per item: its class in the catalogue.
    private let labels: [Int]
    private let generator: SeededGenerator

    /// - Parameters:
    ///   - images: the images to draw from, class by class, as places in the catalogue's items; classes with one are passed over.
    ///   - groupsPerBatch: how many groups share the classes of a batch; `nil` draws from all classes alike.
    ///   - views: which views count as classes of their own; with `groupsPerBatch` a whole group is in one view.
    /// - Throws: `DatasetError` where there are too few classes.
    public init(
        catalog: ImageCatalog, images: [[Int]], classesPerBatch: Int, imagesPerClass: Int, groupsPerBatch: Int? = nil,
        views: ViewClasses = .upright, generator: SeededGenerator
    ) throws {
        let usable = images.filter { $0.count > 1 }
        guard classesPerBatch > 1, imagesPerClass > 1 else {
            throw DatasetError(
                "a batch of \(classesPerBatch) classes with \(imagesPerClass) images each has no genuine or no impostor pairs; take at least 2 of both"
            )
        }
        guard usable.count * views.count >= classesPerBatch else {
            throw DatasetError(
                "a batch wants \(classesPerBatch) classes, but there are \(usable.count) with at least two images to draw from; take fewer"
            )
        }
        if let groupsPerBatch, !(1...classesPerBatch).contains(groupsPerBatch) {
            throw DatasetError("a batch of \(classesPerBatch) classes cannot be drawn from \(groupsPerBatch) groups")
        }
        self.classesPerBatch = classesPerBatch
        self.imagesPerClass = imagesPerClass
        self.groupsPerBatch = groupsPerBatch
        self.views = views
        self.generator = generator
        groups =
            groupsPerBatch == nil
            ? [usable]
            : Dictionary(grouping: usable) { catalog.classes[catalog.items[$0[0]].classIndex].groups }.values
                .sorted { $0[0][0] < $1[0][0] }
        labels = catalog.items.map(\.classIndex)
    }

    public func plan(step: Int) -> BatchPlan {
        var generator = generator.derived("classes", step)
        var plan = BatchPlan(items: [], labels: [])
        for (items, view) in groupsPerBatch.map({ grouped($0, &generator) }) ?? ungrouped(&generator) {
            for offset in generator.distinctIndices(imagesPerClass, below: items.count) {
                plan.items.append(items[offset])
                plan.labels.append(labels[items[offset]] * views.count + view)
                if views != .upright { plan.views.append(views.view(view)) }
            }
        }
        return plan
    }

    private func ungrouped(_ generator: inout SeededGenerator) -> [([Int], Int)] {
        generator.distinctIndices(classesPerBatch, below: groups[0].count * views.count)
            .map { (groups[0][$0 / views.count], $0 % views.count) }
    }

    private func grouped(_ groupsPerBatch: Int, _ generator: inout SeededGenerator) -> [([Int], Int)] {
        let share = (classesPerBatch + groupsPerBatch - 1) / groupsPerBatch
        var chosen: [([Int], Int)] = []
        // Every group in every view, in random order: as many as are needed.
        for draw in Array(0..<groups.count * views.count).shuffled(using: &generator) where chosen.count < classesPerBatch {
            let group = groups[draw / views.count]
            let count = min(share, group.count, classesPerBatch - chosen.count)
            chosen += generator.distinctIndices(count, below: group.count).map { (group[$0], draw % views.count) }
        }
        return chosen + missing(classesPerBatch - chosen.count, among: chosen, &generator)
    }

    /// Where each group gave its share and that was not enough, the classes that were left over.
    private func missing(
        _ count: Int, among chosen: [([Int], Int)], _ generator: inout SeededGenerator
    ) -> [([Int], Int)] {
        guard count > 0 else { return [] }
        let taken = Set(chosen.map { [$0.0[0], $0.1] })
        let rest = groups.joined().flatMap { items in (0..<views.count).map { (items, $0) } }
            .filter { !taken.contains([$0.0[0], $0.1]) }
        return rest.shuffled(using: &generator).prefix(count).map { $0 }
    }
}
