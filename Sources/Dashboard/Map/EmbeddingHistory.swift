import Training

/// The embeddings of the run's evaluations: every one at first, every second and fourth as they become many; the latest always.
struct EmbeddingHistory: Sendable {
    private(set) var snapshots: [EmbeddingSnapshot] = []
    private var images: [PairDescription.Side] = []
    /// How many evaluations have come, and how many lie between two that are kept.
    private var count = 0
    private var stride = 1

    private static let most = 64

    var steps: [Int] { snapshots.map(\.step) }

    /// - Returns: whether the images are others than before.
    @discardableResult
    mutating func append(_ snapshot: EmbeddingSnapshot) -> Bool {
        let isNew = snapshot.images.map { $0 != images } ?? false
        if let images = snapshot.images, isNew {
            self.images = images
            snapshots = []
            (count, stride) = (0, 1)
        }
        // The latest one is kept until its successor comes, then only where its turn is.
        if count > 0, (count - 1) % stride != 0 { snapshots.removeLast() }
        var kept = snapshot
        kept.images = nil
        snapshots.append(kept)
        count += 1
        if snapshots.count > Self.most {
            snapshots = snapshots.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
            stride *= 2
        }
        return isNew
    }

    /// The embeddings at a kept evaluation.
    func space(at place: Int) -> EmbeddingSpace? {
        snapshots.indices.contains(place) ? EmbeddingSpace(snapshots[place], images: images) : nil
    }
}
