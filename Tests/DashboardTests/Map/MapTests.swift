import MetricLearning
import Testing
import Training

@testable import Dashboard

@Suite struct MapTests {
    private let size = Size(columns: 120, rows: 36)

    private func opened() -> DashboardState {
        var state = SampleRun().state()
        state.press(.character("5"), size: size)
        return state
    }

    @Test func principalComponentsComeAtOnceThenNeighbours() throws {
        var state = SampleRun().state()
        _ = state.handle(.character("5"), size: size)
        let taken = state.takeMapTask()
        var task = try #require(taken)
        let second = state.takeMapTask()
        #expect(second == nil, "each is handed out once")
        let layout = task.next()
        let first = try #require(layout)
        let isShown = state.provide(first)
        #expect(isShown)
        #expect(dashboard(state, size: size).text.contains("PCA"))
        var last = first
        while let layout = task.next() { last = layout }
        #expect(last.isFinal && last.iteration == 400)
        #expect(last.points.values.allSatisfy { $0.isFinite })
        state.provide(last)
        #expect(dashboard(state, size: size).text.contains("t-SNE"))
    }

    @Test func theNextEvaluationContinuesTheLayout() throws {
        var state = opened()
        state.apply(.embeddings(SampleRun().embeddings(4_250)))
        let taken = state.takeMapTask()
        var task = try #require(taken)
        let before = try #require(state.map.layout)
        let layout = task.next()
        let first = try #require(layout)
        #expect(first.points == before.points, "nothing jumps")
        #expect(state.map.space?.step == 4_250)
        // A layout that is late is not shown.
        state.press(.character("t"), size: size)
        let isLateShown = state.provide(before)
        #expect(!isLateShown)
    }

    @Test func nothingIsComputedWhereNobodyLooks() {
        var state = SampleRun().state()
        let early = state.takeMapTask()
        #expect(early == nil)
        #expect(state.map.space == nil)
        state.press(.character("5"), .character("1"))
        state.apply(.embeddings(SampleRun().embeddings(4_250)))
        #expect(state.map.space?.step == 4_000)
        state.press(.character("5"))
        #expect(state.map.space?.step == 4_250)
    }

    @Test func goesBackThroughTheTraining() {
        var state = opened()
        state.press(.character("("), .character("("), size: size)
        #expect(state.map.space?.step == 3_500)
        state.apply(.embeddings(SampleRun().embeddings(4_250)))
        #expect(state.map.space?.step == 3_500, "held where the person is looking")
        state.press(.character("f"), size: size)
        #expect(state.map.space?.step == 4_250)
    }

    @Test func arrowsLeadToPointsThatWay() throws {
        let points = Matrix(rows: 5, columns: 2, values: [0, 0, 1, 0.1, -1, 0, 0, 1, 0.1, -1])
        #expect(MapDirection.right.nearest(to: 0, in: points) == 1)
        #expect(MapDirection.left.nearest(to: 0, in: points) == 2)
        #expect(MapDirection.up.nearest(to: 0, in: points) == 3)
        #expect(MapDirection.down.nearest(to: 0, in: points) == 4)
        #expect(MapDirection.right.nearest(to: 1, in: points) == nil)
    }

    @Test func neighboursAreThoseOfTheEmbeddings() throws {
        var state = opened()
        let space = try #require(state.map.space)
        let nearest = space.nearest(to: 0, count: 3)
        #expect(nearest.map(\.distance) == nearest.map(\.distance).sorted())
        #expect((1..<space.images.count).allSatisfy { space.distance(0, $0) >= nearest[0].distance })
        state.press(.enter, size: size)
        #expect(state.map.selected == nearest[0].image)
        #expect(space.recallAtOne > 0.8)
        #expect(state.wantedPictures.isEmpty, "all were provided")
    }

    @Test func theHistoryStaysBounded() {
        var history = EmbeddingHistory()
        let run = SampleRun()
        for place in 1...500 { history.append(run.embeddings(place * 250)) }
        #expect(history.steps.count <= 65)
        #expect(history.steps.last == 500 * 250)
        #expect(history.steps == history.steps.sorted() && history.steps.first == 250)
        #expect(history.space(at: 7)?.images.count == 48)
    }

    @Test func brokenEmbeddingsAreSaid() {
        var state = opened()
        state.apply(
            .embeddings(
                EmbeddingSnapshot(step: 5_000, elapsed: 1, images: nil, embeddings: Matrix(rows: 48, columns: 2, repeating: .nan))
            ))
        #expect(dashboard(state, size: size).text.contains("no finite embeddings"))
        let task = state.takeMapTask()
        #expect(task == nil)
    }
}
