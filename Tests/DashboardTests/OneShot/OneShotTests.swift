import MetricLearning
import Testing
import Training

@testable import Dashboard

@Suite struct OneShotTests {
    @Test func everyEpisodeHasOneRightAnswer() {
        let classes = (0..<40).map { $0 % 8 }
        let deck = EpisodeDeck(classOfImage: classes, ways: 5)
        #expect(deck.episodes.count == EpisodeDeck.count)
        for episode in deck.episodes {
            #expect(episode.candidates.count == 5)
            #expect(Set(episode.candidates.map { classes[$0] }).count == 5)
            #expect(classes[episode.candidates[episode.answer]] == classes[episode.query])
            #expect(!episode.candidates.contains(episode.query))
        }
        #expect(Set(deck.episodes.map(\.answer)).count == 5, "the answer is anywhere")
        #expect(EpisodeDeck(classOfImage: classes, ways: 5).episodes == deck.episodes)
        #expect(EpisodeDeck(classOfImage: classes, ways: 20).ways == 8)
        #expect(EpisodeDeck(classOfImage: [0, 1, 2], ways: 2).episodes.isEmpty, "nothing to match")
        #expect(EpisodeDeck(classOfImage: [0, 0, 0], ways: 2).episodes.isEmpty, "nothing to tell apart")
    }

    /// The nearest embedding decides, and a draw is no answer.
    @Test func theNearestCandidateIsTheAnswer() throws {
        let sides = ["a", "a", "b", "c"].map { PairDescription.Side(file: "\($0).png", className: $0) }
        func judged(_ values: [Float]) throws -> JudgedEpisode {
            let snapshot = EmbeddingSnapshot(
                step: 1, elapsed: 0, images: sides, embeddings: Matrix(rows: 4, columns: 1, values: values))
            let space = try #require(EmbeddingSpace(snapshot, images: sides))
            return JudgedEpisode(Episode(query: 0, candidates: [2, 1, 3], answer: 1), in: space)
        }
        #expect(try judged([0, 1, 2, 3]).isRight)
        let wrong = try judged([0, 1, 0.5, 3])
        #expect(!wrong.isRight && wrong.choice == 0)
        #expect(try !judged([0, 1, -1, 3]).isRight, "equally near")
    }

    @Test func accuracyGrowsAndWrongOnesAreFound() throws {
        var state = SampleRun().state()
        state.press(.character("6"))
        let view = state.oneShot
        #expect(view.accuracies.count == 16)
        #expect(try #require(view.accuracies.last) > view.accuracies[0])
        let right = view.judged.count { $0.isRight }
        #expect(view.accuracy == Float(right) / 200)
        state.press(.character("x"))
        #expect(state.oneShot.listed.count == 200 - right)
        #expect(try !#require(state.oneShot.shown).isRight)
        state.press(.character("n"))
        #expect(try !#require(state.oneShot.shown).isRight)
        state.press(.character("x"), .character("<"))
        #expect(state.oneShot.judged.allSatisfy { $0.distances.count == 3 })
        #expect(state.oneShot.accuracy >= view.accuracy, "fewer candidates are easier")
        state.press(.character(">"), .character(">"), .character(">"), .character(">"))
        #expect(state.oneShot.judged.allSatisfy { $0.distances.count == 5 }, "no more ways than classes to choose from")
    }
}
