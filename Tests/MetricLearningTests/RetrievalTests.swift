import MetricLearning
import TestSupport
import Testing

@Suite struct RetrievalTests {
    @Test(arguments: Fixture.names(beginning: "retrieval-"))
    func figuresArePyTorchMetricLearnings(_ name: String) throws {
        let fixture = try Fixture("retrieval-" + name)
        let tensor = try fixture.tensor("embeddings")
        let embeddings = Matrix(rows: tensor.shape[0], columns: tensor.shape[1], values: tensor.values)
        let labels = try fixture.tensor("labels").values.map { Int($0) }
        let distance = try #require(Distance(rawValue: fixture.text("distance")))
        let expected = try fixture.values("figures", as: Double.self)
        for threads in [1, 3] {
            let retrieval = try Retrieval(embeddings: embeddings, labels: labels, distance: distance, threads: threads)
            let figures = [retrieval.precisionAt1, retrieval.rPrecision, retrieval.meanAveragePrecisionAtR]
            #expect(relativeDifference(figures, expected) < 1e-6)
            #expect(retrieval.recall.map(\.k) == [1, 5, 10])
            #expect(relativeDifference(retrieval.recall.map(\.value), try fixture.values("recall")) < 1e-6)
        }
        let listed = try Retrieval(labels: labels) { query in
            labels.indices.map { distance(embeddings.row(query), embeddings.row($0)) }
        }
        #expect(relativeDifference([listed.precisionAt1, listed.rPrecision, listed.meanAveragePrecisionAtR], expected) < 1e-6)
    }

    @Test func tiesNeverFlatter() throws {
        // All images in one point: each query's two others stand behind the three of the other class.
        let constant = Matrix(rows: 6, columns: 2, repeating: 1)
        let retrieval = try Retrieval(
            embeddings: constant, labels: [0, 0, 0, 1, 1, 1], distance: .euclidean, recallAt: [1, 3, 4])
        #expect(retrieval.recall.map(\.value) == [0, 0, 1])
        #expect(retrieval.rPrecision == 0 && retrieval.meanAveragePrecisionAtR == 0)
    }

    @Test func theOrderWithinACountsAsWritten() throws {
        // One query's class stands at ranks 1, 3 and 4, so R is 3: (1 / 1 + 2 / 3) / 3.
        let distances: [Float] = [0, 1, 2, 3, 4]
        let labels = [0, 0, 1, 0, 0]
        let retrieval = try Retrieval(labels: labels) { query in
            query == 0 ? distances : distances.map { _ in .infinity }
        }
        // The other three queries find nothing but ties.
        #expect(retrieval.queries == 4)
        let others = (1.0 / 2 + 2.0 / 3) / 3
        #expect(abs(retrieval.meanAveragePrecisionAtR - ((1 + 2.0 / 3) / 3 + 3 * others) / 4) < 1e-9)
    }

    @Test func withoutTwoOfAClassThereIsNothingToFind() {
        #expect(throws: MetricError.self) {
            try Retrieval(embeddings: Matrix(rows: 2, columns: 1), labels: [0, 1], distance: .euclidean)
        }
    }
}
