import Training

/// What the Map screen shows: which evaluation, laid out how, and the image that the person has chosen.
struct MapView: Sendable {
    var method = MapMethod.neighbors
    /// A place among the kept evaluations; `nil` follows the run.
    var heldPlace: Int?
    var selected = 0
    /// Classes without this text are dimmed.
    var text = ""
    /// The embeddings of the evaluation shown.
    private(set) var space: EmbeddingSpace?
    private(set) var layout: MapLayout?
    /// The layout that was asked for last.
    private var requested: MapKey?

    mutating func show(_ space: EmbeddingSpace?) {
        self.space = space
        selected = min(selected, max(0, (space?.images.count ?? 1) - 1))
        if layout?.points.rows != space?.images.count { layout = nil }
    }

    /// The layout that is missing, once.
    mutating func takeTask() -> MapTask? {
        guard let space else { return nil }
        let task = MapTask(space: space, method: method, previous: layout)
        guard requested != task.key else { return nil }
        requested = task.key
        return task
    }

    /// - Returns: whether this is the layout that is waited for.
    mutating func accept(_ layout: MapLayout) -> Bool {
        guard layout.key == requested, layout.points.rows == space?.images.count else { return false }
        self.layout = layout
        return true
    }
}
