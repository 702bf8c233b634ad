import Networks

/// One question: which of the candidates, each of another class, shows the class of the query?
struct Episode: Hashable, Sendable {
    let query: Int
    /// One image a class, in random order.
    let candidates: [Int]
    /// The candidate of the query's class, as a place in `candidates`.
    let answer: Int
}

/// N-way one-shot episodes drawn from labelled images (Lake et al. 2011): always the same for the same images and N.
struct EpisodeDeck: Sendable {
    let ways: Int
    let episodes: [Episode]

    static let count = 200
    static let waysToChoose = [2, 3, 5, 10, 15, 20]

    /// - Parameters:
    ///   - classOfImage: the class of every image.
    ///   - ways: candidates in an episode; no more than there are classes.
    ///
    /// There are no episodes where no class has two images, or where there is one class only.
    init(classOfImage: [Int], ways wanted: Int) {
        let images = Dictionary(grouping: classOfImage.indices) { classOfImage[$0] }
        let classes = images.keys.sorted()
        let asked = classes.filter { images[$0, default: []].count > 1 }
        let ways = min(wanted, classes.count)
        self.ways = ways
        guard ways > 1, !asked.isEmpty else {
            episodes = []
            return
        }
        var generator = SeededGenerator(seed: 1).derived("one-shot episodes of \(ways) ways")
        episodes = (0..<Self.count).compactMap { _ in
            guard let own = asked.randomElement(using: &generator) else { return nil }
            let pair = images[own, default: []].shuffled(using: &generator).prefix(2)
            guard let query = pair.first, let match = pair.last else { return nil }
            let others = classes.filter { $0 != own }.shuffled(using: &generator).prefix(ways - 1)
            let strangers = others.compactMap { images[$0, default: []].randomElement(using: &generator) }
            let candidates = (strangers + [match]).shuffled(using: &generator)
            return candidates.firstIndex(of: match).map { Episode(query: query, candidates: candidates, answer: $0) }
        }
    }
}

/// An episode with what the network says.
struct JudgedEpisode: Hashable, Sendable {
    let episode: Episode
    /// From the query to every candidate.
    let distances: [Float]

    init(_ episode: Episode, in space: EmbeddingSpace) {
        self.episode = episode
        distances = episode.candidates.map { space.distance(episode.query, $0) }
    }

    /// The candidate that is nearest; of equally near ones a wrong one, as the verdict has it.
    var choice: Int {
        func isBefore(_ one: Int, _ other: Int) -> Bool {
            distances[one] < distances[other] || (distances[one] == distances[other] && other == episode.answer)
        }
        return distances.indices.min(by: isBefore) ?? 0
    }

    /// Whether the right candidate is nearer than every other: a network that sees no difference has not answered.
    var isRight: Bool {
        let own = distances[episode.answer]
        return distances.indices.allSatisfy { $0 == episode.answer || distances[$0] > own }
    }
}
