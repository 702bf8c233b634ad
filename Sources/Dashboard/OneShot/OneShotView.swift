/// What the One-shot screen shows: N, the episode, and how all of them went.
struct OneShotView: Sendable {
    private(set) var ways = 5
    private(set) var onlyWrong = false
    private(set) var space: EmbeddingSpace?
    private(set) var judged: [JudgedEpisode] = []
    /// Share of the episodes that were right at some of the evaluations, the latest last.
    private(set) var accuracies: [Float] = []
    /// The chosen episode, as a place in `judged`.
    private(set) var selected = 0

    /// What was judged already with this many ways, by step.
    private var accuracyAtStep: [Int: Float] = [:]

    /// Evaluations whose accuracy is drawn: more would take longer than a key may.
    private static let mostAccuracies = 24

    /// The episodes that are listed, as places in `judged`.
    var listed: [Int] { judged.indices.filter { !onlyWrong || !judged[$0].isRight } }
    var accuracy: Float { accuracies.last ?? .nan }

    /// Judges all episodes again where the embeddings are new.
    mutating func show(_ history: EmbeddingHistory) {
        let last = history.snapshots.count - 1
        guard space?.step != history.snapshots.last?.step else { return }
        space = history.space(at: last)
        judge(history)
    }

    mutating func changeWays(_ direction: Int, _ history: EmbeddingHistory) {
        let choices = EpisodeDeck.waysToChoose.filter { $0 <= space?.classes.count ?? .max }
        let place = choices.firstIndex { $0 >= ways } ?? choices.count - 1
        ways = choices.isEmpty ? ways : choices[max(0, min(choices.count - 1, place + direction))]
        accuracyAtStep = [:]
        judge(history)
    }

    mutating func toggleOnlyWrong() {
        onlyWrong.toggle()
        if let place = place(in: listed) { selected = listed[place] }
    }

    mutating func scroll(_ scroll: Scroll) {
        let list = listed
        guard let place = place(in: list) else { return }
        selected = list[scroll.place(from: place, count: list.count, page: 10)]
    }

    /// Where the chosen episode is in a list; the next one where it has dropped out.
    func place(in list: [Int]) -> Int? {
        list.isEmpty ? nil : list.firstIndex { $0 >= selected } ?? list.count - 1
    }

    var shown: JudgedEpisode? {
        let list = listed
        return place(in: list).map { judged[list[$0]] }
    }

    private mutating func judge(_ history: EmbeddingHistory) {
        let deck = space.map { EpisodeDeck(classOfImage: $0.classOfImage, ways: ways) }
        guard let space, let deck, !deck.episodes.isEmpty else {
            (judged, accuracies) = ([], [])
            return
        }
        judged = deck.episodes.map { JudgedEpisode($0, in: space) }
        selected = min(selected, judged.count - 1)
        let steps = history.steps
        let stride = (steps.count + Self.mostAccuracies - 1) / Self.mostAccuracies
        accuracies = steps.indices.compactMap { place in
            let isLast = place == steps.count - 1
            guard isLast || place % stride == 0 else { return nil }
            if !isLast, let known = accuracyAtStep[steps[place]] { return known }
            guard let past = isLast ? space : history.space(at: place) else { return nil }
            let right = deck.episodes.count { JudgedEpisode($0, in: past).isRight }
            accuracyAtStep[steps[place]] = Float(right) / Float(deck.episodes.count)
            return accuracyAtStep[steps[place]]
        }
    }
}
