/// A loss that judges every pair on its own, by its distance.
protocol PairwiseLoss: Sendable {
    var distance: Distance { get }

    /// The loss of one pair and its derivative with respect to the pair's distance.
    func term<Scalar: MetricScalar>(_ distance: Scalar, same: Bool) -> (loss: Scalar, slope: Scalar)
}

extension PairwiseLoss {
    func value(distances: [Float], same: [Bool]) -> Float {
        let total = zip(distances, same).reduce(Float(0)) { $0 + term($1.0, same: $1.1).loss }
        return total / Float(max(1, distances.count))
    }

    /// The mean over pairs `(i, N + i)`, as `LossSpec.evaluate` promises it.
    func evaluate<Scalar: MetricScalar>(
        twins embeddings: DenseMatrix<Scalar>, same: [Bool], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        let pairs = same.count
        precondition(embeddings.rows == 2 * pairs, "there must be two embeddings a pair")
        return mean(embeddings, pairs: pairs, gradient: &gradient) { visit in
            for pair in 0..<pairs { visit(pair, pairs + pair, same[pair]) }
        }
    }

    /// The mean over all pairs of different images.
    func evaluate<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, labels: [Int], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        let rows = labels.count
        precondition(embeddings.rows == rows, "there must be one label an embedding")
        return mean(embeddings, pairs: rows * (rows - 1) / 2, gradient: &gradient) { visit in
            for left in 0..<rows {
                for right in left + 1..<max(rows, left + 1) { visit(left, right, labels[left] == labels[right]) }
            }
        }
    }

    private func mean<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, pairs: Int, gradient: inout DenseMatrix<Scalar>,
        forEachPair: ((_ left: Int, _ right: Int, _ same: Bool) -> Void) -> Void
    ) -> BatchLoss<Scalar> {
        let columns = embeddings.columns
        precondition(gradient.rows == embeddings.rows && gradient.columns == columns, "the gradient has its embeddings' shape")
        var summary = PairSummary<Scalar>()
        embeddings.values.withUnsafeBufferPointer { values in
            gradient.values.withUnsafeMutableBufferPointer { slopes in
                slopes.update(repeating: 0)
                guard let base = slopes.baseAddress else { return }
                let rows = Rows(values, columns: columns)
                forEachPair { left, right, same in
                    let measure = PairMeasure(distance, rows[left], rows[right])
                    let term = term(measure.value, same: same)
                    summary.add(measure.value, same: same)
                    summary.add(loss: term.loss)
                    measure.addGradient(
                        times: term.slope / Scalar(pairs), left: base + left * columns, right: base + right * columns)
                }
            }
        }
        return summary.result
    }
}

/// Adds up what `BatchLoss` tells.
struct PairSummary<Scalar: MetricScalar> {
    private var genuine = (distance: Scalar(0), count: 0)
    private var impostor = (distance: Scalar(0), count: 0)
    private var loss = (total: Scalar(0), active: 0, count: 0)

    init() {}

    /// Of all pairs of different rows of a table of distances.
    init(_ distances: DenseMatrix<Scalar>, _ labels: [Int]) {
        distances.values.withUnsafeBufferPointer { values in
            labels.withUnsafeBufferPointer { labels in
                for row in labels.indices {
                    for column in row + 1..<max(labels.count, row + 1) {
                        add(values[row * labels.count + column], same: labels[row] == labels[column])
                    }
                }
            }
        }
    }

    mutating func add(_ distance: Scalar, same: Bool) {
        if same {
            genuine = (genuine.distance + distance, genuine.count + 1)
        } else {
            impostor = (impostor.distance + distance, impostor.count + 1)
        }
    }

    mutating func add(loss own: Scalar) {
        loss = (loss.total + own, loss.active + (own > 0 ? 1 : 0), loss.count + 1)
    }

    /// The mean of the losses that were added.
    var result: BatchLoss<Scalar> {
        result(
            value: loss.total / Scalar(max(1, loss.count)), activeFraction: Float(loss.active) / Float(max(1, loss.count)))
    }

    func result(value: Scalar, activeFraction: Float) -> BatchLoss<Scalar> {
        BatchLoss(
            value: value, genuineDistance: genuine.distance / Scalar(max(1, genuine.count)),
            impostorDistance: impostor.distance / Scalar(max(1, impostor.count)), activeFraction: activeFraction)
    }
}
