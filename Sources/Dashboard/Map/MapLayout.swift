import MetricLearning

/// How embeddings are laid out in a plane.
enum MapMethod: Hashable, Sendable {
    /// Along the two directions of most variance: distances across the map mean something.
    case principalComponents
    /// t-SNE: neighbours stay neighbours; distances across the map mean little.
    case neighbors

    var title: String { self == .principalComponents ? "PCA" : "t-SNE" }
}

/// Which layout is meant.
struct MapKey: Hashable, Sendable {
    let step: Int
    let method: MapMethod
}

/// Images laid out in a plane.
public struct MapLayout: Sendable {
    let key: MapKey
    /// `[images, 2]`.
    let points: Matrix
    /// Of t-SNE; 0 where the points are principal components.
    let iteration: Int
    let isFinal: Bool
    /// Share of the variance that two principal components hold.
    let planeVariance: Float
    let recallAtOne: Float
}

/// Lays embeddings out, little by little: principal components at once, then t-SNE from there.
///
/// The host runs it beside the screen's thread, so that keys never wait for it.
public struct MapTask: Sendable {
    let key: MapKey
    private let space: EmbeddingSpace
    /// The layout on the screen, which the new one continues.
    private let previous: MapLayout?
    private var plane: PrincipalCoordinates?
    private var recallAtOne: Float = .nan
    private var embedding: StochasticNeighborEmbedding?
    private var isDone = false

    private static let iterationsAtOnce = 10
    private static let iterations = 400
    /// A layout that is carried on from the evaluation before has less way to go.
    private static let continuedIterations = 120

    init(space: EmbeddingSpace, method: MapMethod, previous: MapLayout?) {
        key = MapKey(step: space.step, method: method)
        self.space = space
        self.previous = previous.flatMap { $0.points.rows == space.images.count ? $0 : nil }
    }

    /// Works on for some milliseconds.
    ///
    /// - Returns: the layout so far; `nil` once the one before was final.
    public mutating func next() -> MapLayout? {
        guard !isDone else { return nil }
        guard let plane else { return begin() }
        guard var embedding else { return nil }
        self.embedding = nil
        let iterations = isContinued ? Self.continuedIterations : Self.iterations
        for _ in 0..<Self.iterationsAtOnce { embedding.advance() }
        isDone = embedding.iteration >= iterations
        self.embedding = embedding
        return layout(embedding.points, iteration: embedding.iteration, plane)
    }

    private var isContinued: Bool {
        key.method == .neighbors && previous?.key.method == .neighbors && previous?.iteration ?? 0 > 0
    }

    private mutating func begin() -> MapLayout {
        let plane = PrincipalCoordinates(of: space.embeddings, count: 2)
        self.plane = plane
        recallAtOne = space.recallAtOne
        let points = previous.map { plane.points.turned(towards: $0.points) } ?? plane.points
        isDone = key.method == .principalComponents || space.images.count < 8
        guard !isDone else { return layout(points, iteration: 0, plane) }
        let start = isContinued ? previous?.points ?? points : points
        embedding = StochasticNeighborEmbedding(of: space.embeddings, startingAt: start, isContinued: isContinued)
        return layout(start, iteration: isContinued ? 1 : 0, plane)
    }

    private func layout(_ points: Matrix, iteration: Int, _ plane: PrincipalCoordinates) -> MapLayout {
        MapLayout(
            key: key, points: points, iteration: iteration, isFinal: isDone, planeVariance: plane.keptVariance,
            recallAtOne: recallAtOne)
    }
}
