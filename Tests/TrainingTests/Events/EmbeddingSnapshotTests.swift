import Foundation
import MetricLearning
import Testing

@testable import Training

@Suite struct EmbeddingSnapshotTests {
    private func values(rows: Int, columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { Float(($0 * 37) % 101) * 12 - 400 })
    }

    @Test func survivesThePackingToHalfPrecision() throws {
        let matrix = values(rows: 7, columns: 5)
        let snapshot = EmbeddingSnapshot(step: 3, elapsed: 1, images: nil, embeddings: matrix)
        let read = try JSONDecoder().decode(Event.self, from: JSONEncoder().encode(Event.embeddings(snapshot)))
        #expect(read == .embeddings(snapshot))
        let unpacked = try #require(snapshot.embeddings)
        #expect(unpacked.rows == 7 && unpacked.columns == 5)
        for (packed, value) in zip(unpacked.values, matrix.values) { #expect(abs(packed - value) < 0.5) }
        #expect(snapshot.keptVariance == 1)
    }

    @Test func longEmbeddingsKeepTheirDistances() throws {
        // A hundred features, of which the images span nine dimensions.
        let matrix = values(rows: 10, columns: 100)
        let snapshot = EmbeddingSnapshot(step: 0, elapsed: 0, images: nil, embeddings: matrix)
        let unpacked = try #require(snapshot.embeddings)
        #expect(unpacked.columns == EmbeddingSnapshot.mostFeatures)
        #expect(snapshot.keptVariance > 0.999)
        for row in 1..<10 {
            let (before, after) = (
                Distance.euclidean(matrix.row(0), matrix.row(row)), Distance.euclidean(unpacked.row(0), unpacked.row(row))
            )
            #expect(abs(before - after) < 0.005 * before)
        }
    }

    @Test func damagedTextIsNoMatrix() throws {
        let snapshot = EmbeddingSnapshot(step: 0, elapsed: 0, images: nil, embeddings: values(rows: 2, columns: 3))
        let json = String(decoding: try JSONEncoder().encode(snapshot), as: UTF8.self)
        for damage in [
            (#""features":3"#, #""features":0"#), (#""features":3"#, #""features":-3"#), (#""features":3"#, #""features":5"#),
        ] {
            #expect(json.contains(damage.0))
            let damaged = Data(json.replacing(damage.0, with: damage.1).utf8)
            #expect(try JSONDecoder().decode(EmbeddingSnapshot.self, from: damaged).embeddings == nil)
        }
    }
}
