import Foundation
import MetricLearning
import Networks
import TestSupport
import Testing

@Suite struct LossTests {
    static let all: [LossSpec] =
        Distance.allCases.flatMap { distance -> [LossSpec] in
            [
                .contrastive(margin: 1.5, genuineMargin: 0.25, distance: distance), .crossEntropy(margin: 1, distance: distance),
                .triplet(margin: 0.5, mining: .batchAll, distance: distance),
                .triplet(margin: 0, mining: .batchHard, isSoft: true, distance: distance),
            ]
        } + [
            .triplet(margin: 0.5, mining: .semiHard), .triplet(margin: 0.5, mining: .batchHard),
            .supervisedContrastive(temperature: 0.1), .multiSimilarity(), .multiSimilarity(miningMargin: 0.1),
            .cosineEmbedding(margin: 0.1),
        ]

    @Test(arguments: Fixture.names(beginning: "loss-"))
    func valuesAndGradientsAreWhatPyTorchGives(_ name: String) throws {
        let fixture = try Fixture("loss-" + name)
        let loss = try JSONDecoder().decode(LossSpec.self, from: Data(fixture.text("loss").utf8))
        let tensor = try fixture.tensor("embeddings")
        let embeddings = Matrix(rows: tensor.shape[0], columns: tensor.shape[1], values: tensor.values)
        var gradient = Matrix(rows: embeddings.rows, columns: embeddings.columns, repeating: .nan)
        let labels = try fixture.tensor("labels").values.map { Int($0) }
        let result = loss.evaluate(embeddings, labels: labels, gradient: &gradient)
        #expect(relativeDifference([result.value], try fixture.values("value")) < 1e-5)
        #expect(relativeDifference(gradient.values, try fixture.values("gradient")) < 1e-4)

        guard let same = try? fixture.tensor("same").values.map({ $0 == 1 }) else { return }
        let twins = loss.evaluate(embeddings, same: same, gradient: &gradient)
        #expect(relativeDifference([twins.value], try fixture.values("twins_value")) < 1e-5)
        #expect(relativeDifference(gradient.values, try fixture.values("twins_gradient")) < 1e-4)
        let distances = loss.distance.distances(ofTwins: embeddings)
        #expect(abs(loss.value(distances: distances, same: same) - twins.value) < 1e-5 * max(1, twins.value))
    }

    @Test(arguments: all)
    func gradientsAreWhatTheValueDoes(_ loss: LossSpec) {
        let (rows, columns) = (8, 11)
        let labels = [0, 1, 2, 0, 1, 2, 0, 1]
        let same = [true, false, true, false]
        let embeddings = DenseMatrix<Double>(rows: rows, columns: columns, values: randomNumbers(rows * columns, seed: 4))
        var gradient = DenseMatrix<Double>(rows: rows, columns: columns)
        var ignored = gradient
        for isPairs in [true, false] {
            func value(_ matrix: DenseMatrix<Double>, _ gradient: inout DenseMatrix<Double>) -> Double {
                isPairs
                    ? loss.evaluate(matrix, same: same, gradient: &gradient).value
                    : loss.evaluate(matrix, labels: labels, gradient: &gradient).value
            }
            _ = value(embeddings, &gradient)
            let step = 1e-6
            let expected = embeddings.values.indices.map { index in
                var (up, down) = (embeddings, embeddings)
                up.values[index] += step
                down.values[index] -= step
                return (value(up, &ignored) - value(down, &ignored)) / (2 * step)
            }
            #expect(relativeDifference(gradient.values, expected) < 1e-5, "pairs: \(isPairs)")
        }
    }

    /// All embeddings in one point, all zero, and hugely far apart.
    @Test(arguments: all)
    func nothingIsEverNotANumber(_ loss: LossSpec) {
        for value: Float in [0.5, 0, -1e4] {
            var embeddings = Matrix(rows: 8, columns: 5, repeating: value)
            if value < 0 { embeddings.values = randomNumbers(40, seed: 1, in: -1e4...1e4) }
            var gradient = Matrix(rows: 8, columns: 5, repeating: .nan)
            let labels = loss.evaluate(embeddings, labels: [0, 0, 1, 1, 2, 2, 3, 3], gradient: &gradient)
            #expect(labels.value.isFinite && gradient.values.allSatisfy(\.isFinite))
            // No positives at all, then no negatives at all.
            for labels in [Array(0..<8), Array(repeating: 0, count: 8)] {
                let result = loss.evaluate(embeddings, labels: labels, gradient: &gradient)
                #expect(result.value.isFinite && gradient.values.allSatisfy(\.isFinite))
            }
            let pairs = loss.evaluate(embeddings, same: [true, false, true, false], gradient: &gradient)
            #expect(pairs.value.isFinite && gradient.values.allSatisfy(\.isFinite))
            #expect(loss.value(distances: [value.magnitude, 0], same: [true, false]).isFinite)
        }
    }

    @Test(arguments: all)
    func marginsAreSetWhereThereAreAny(_ loss: LossSpec) throws {
        var changed = loss
        changed.margin = 0.75
        #expect(changed.margin == (loss.margin == nil ? nil : 0.75))
        #expect(changed.distance == loss.distance)
        #expect(try JSONDecoder().decode(LossSpec.self, from: JSONEncoder().encode(changed)) == changed)
    }

    @Test func anEmptyBatchHasNoLoss() {
        var gradient = Matrix(rows: 0, columns: 4)
        for loss in Self.all {
            #expect(loss.evaluate(Matrix(rows: 0, columns: 4), same: [], gradient: &gradient).value == 0)
        }
    }

    @Test func logitsAreJudgedByTheirProbability() {
        var gradient: [Float] = [.nan, .nan]
        let loss = LogitLoss.evaluate(logits: [0, 200], same: [true, false], gradient: &gradient)
        #expect(abs(loss - (Float(0.693_147_2) + 200) / 2) < 1e-4)
        #expect(gradient == [-0.25, 0.5])
    }

    /// A specification names distances that `MetricLearning` computes, without importing it.
    @Test func theNamesOfDistancesAreTheSameInBothRooms() {
        #expect(Distance.allCases.map(\.rawValue) == Head.DistanceKind.allCases.map(\.rawValue))
    }
}
