import Training

extension DashboardState {
    /// A layout of the map that the visible screen lacks and that the host should compute; each is handed out once.
    public mutating func takeMapTask() -> MapTask? {
        screen == .map ? map.takeTask() : nil
    }

    /// Hands over what a task has come to.
    ///
    /// - Returns: whether the screen shows it.
    @discardableResult
    public mutating func provide(_ layout: MapLayout) -> Bool {
        map.accept(layout) && screen == .map
    }

    mutating func apply(_ snapshot: EmbeddingSnapshot) {
        setClock(snapshot.elapsed)
        if embeddings.append(snapshot) { map.heldPlace = nil }
        refreshEmbeddings()
    }

    /// Looks at the embeddings again where a screen shows them; unseen ones cost nothing.
    mutating func refreshEmbeddings() {
        switch screen {
        case .map:
            let place = map.heldPlace ?? embeddings.snapshots.count - 1
            guard map.space == nil || map.space?.step != embeddings.snapshots.last(at: place)?.step else { return }
            map.show(embeddings.space(at: place))
        case .oneShot: oneShot.show(embeddings)
        default: break
        }
    }

    mutating func changeMap(_ action: Action, size: Size) {
        guard let space = map.space else {
            return say(embeddings.snapshots.isEmpty ? Self.noEmbeddings : "the embeddings of this evaluation cannot be read")
        }
        switch action {
        case .mapMethod:
            map.method = map.method == .neighbors ? .principalComponents : .neighbors
            say(
                map.method == .neighbors
                    ? "t-SNE: neighbours stay neighbours; distances across the map mean little"
                    : "PCA: the two directions of most variance")
        case .mapStep(let direction): moveMap(by: direction)
        case .mapFollow:
            map.heldPlace = nil
            refreshEmbeddings()
        case .mapMove(let direction):
            if let layout = map.layout { map.selected = direction.nearest(to: map.selected, in: layout.points) ?? map.selected }
        case .mapNeighbor:
            if let nearest = space.nearest(to: map.selected, count: 1).first { map.selected = nearest.image }
        default: break
        }
    }

    mutating func scrollMap(_ scroll: Scroll, page: Int) {
        guard let count = map.space?.images.count else { return say(Self.noEmbeddings) }
        map.selected = scroll.place(from: map.selected, count: count, page: page)
    }

    mutating func changeOneShot(_ action: Action) {
        guard oneShot.space != nil else { return say(Self.noEpisodes) }
        switch action {
        case .changeWays(let direction): oneShot.changeWays(direction, embeddings)
        default: oneShot.toggleOnlyWrong()
        }
    }

    private mutating func moveMap(by direction: Int) {
        let count = embeddings.snapshots.count
        let place = max(0, min(count - 1, (map.heldPlace ?? count - 1) + direction))
        map.heldPlace = place == count - 1 ? nil : place
        refreshEmbeddings()
    }

    static let noEpisodes = "one-shot episodes come with the first evaluation; e evaluates now"
    static let noEmbeddings = "the map comes with the first evaluation; e evaluates now"
}

extension Array {
    fileprivate func last(at place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
