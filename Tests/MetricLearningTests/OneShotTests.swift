import MetricLearning
import Networks
import TestSupport
import Testing

@Suite struct OneShotTests {
    @Test func theNearestClassAnswers() {
        let episode = Episode(query: 9, supports: [[0, 1], [2, 3], [4, 5]], answer: 1)
        let places: [Float] = [0, 4, 1, 1.5, 9, 9, 0, 0, 0, 0.2]
        // The classes are 2, 1.05 and 8.8 away on average, though image 0 is the nearest of all.
        #expect(episode.isRight { abs(places[$0] - places[$1]) })
        #expect(!Episode(query: 9, supports: episode.supports, answer: 0).isRight { abs(places[$0] - places[$1]) })
    }

    @Test func tiesAndNonsenseAreWrong() {
        let episode = Episode(query: 0, supports: [[1], [2]], answer: 0)
        #expect(!episode.isRight { _, _ in 1 })
        #expect(!episode.isRight { _, support in support == 1 ? .nan : 1 })
        #expect(!episode.isRight { _, support in support == 2 ? .nan : 1 })
        #expect(episode.isRight { _, support in support == 1 ? 0.5 : 1 })
    }

    @Test(arguments: [1, 5]) func episodesAreWhatTheySay(shots: Int) throws {
        // Classes of 4 to 15 images in three groups; with five shots those of six and more serve.
        var classes: [[Int]] = []
        for size in 4..<16 { classes.append((0..<size).map { 100 * size + $0 }) }
        let groups = classes.indices.map { $0 % 3 }
        let sampler = try EpisodeSampler(classes: classes, groups: groups, way: 3, shots: shots)
        var generator = SeededGenerator(seed: 1)
        var answers: Set<Int> = []
        var firstClasses: Set<Int> = []
        for _ in 0..<200 {
            let episode = sampler.next(using: &generator)
            let drawn = episode.supports.map { Set($0.map { $0 / 100 }) }
            #expect(drawn.allSatisfy { $0.count == 1 }, "supports of a class are of that class")
            let sizes = drawn.compactMap(\.first)
            #expect(Set(sizes).count == 3, "classes are different")
            #expect(Set(sizes.map { ($0 - 4) % 3 }).count == 1, "classes are of one group")
            #expect(episode.supports.allSatisfy { Set($0).count == shots })
            #expect(episode.query / 100 == sizes[episode.answer])
            #expect(!episode.supports[episode.answer].contains(episode.query))
            answers.insert(episode.answer)
            firstClasses.insert(sizes[0])
        }
        #expect(answers == [0, 1, 2])
        #expect(firstClasses.count == (shots == 1 ? 12 : 10))
    }

    @Test func tooFewClassesGetASentence() {
        let classes = [[1, 2], [3, 4], [5]]
        #expect(throws: MetricError.self) { try EpisodeSampler(classes: classes, way: 3, shots: 1) }
        #expect(throws: MetricError.self) { try EpisodeSampler(classes: classes, groups: [0, 1, 1], way: 2, shots: 1) }
        #expect(throws: MetricError.self) { try EpisodeSampler(classes: classes, way: 1, shots: 1) }
        // Of enough classes with too few images, fewer images are what helps.
        do {
            _ = try EpisodeSampler(classes: [[1, 2, 3], [4, 5, 6], [7, 8]], way: 2, shots: 5)
            Issue.record("two classes of three images gave six")
        } catch {
            #expect(String(describing: error).hasSuffix("give at most `--shot 2`"), "\(error)")
        }
        #expect(throws: MetricError.self) { try EpisodeSampler(classes: classes, way: 2, shots: 0) }
    }

    @Test func intervalsAreSciPys() throws {
        let fixture = try Fixture("proportions")
        let cases = try fixture.tensor("cases").values.map { Int($0) }
        let intervals = try fixture.values("intervals", as: Double.self)
        for place in stride(from: 0, to: cases.count, by: 2) {
            let interval = Proportion(right: cases[place], total: cases[place + 1]).interval
            #expect(abs(interval.lowerBound - intervals[place]) < 1e-6)
            #expect(abs(interval.upperBound - intervals[place + 1]) < 1e-6)
        }
        #expect(Proportion(right: 0, total: 0).interval == 0...1)
    }
}
