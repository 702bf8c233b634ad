/// A loss that compares an image's distances with each other, so that it needs to know every image's class.
protocol ClasswiseLoss: Sendable {
    var distance: Distance { get }

    /// The loss of a table of distances `[n, n]`.
    ///
    /// - Parameter slopes: zeros, `[n, n]`; gets the derivative with respect to every distance as the anchor in its row sees it.
    func evaluate<Scalar: MetricScalar>(_ distances: DenseMatrix<Scalar>, labels: [Int], slopes: inout DenseMatrix<Scalar>)
        -> (value: Scalar, activeFraction: Float)

    /// What validation shows, where only single pairs are known: every genuine distance against all the impostors'.
    func value(genuine: [Float], impostor: [Float]) -> Float
}

extension ClasswiseLoss {
    func value(distances: [Float], same: [Bool]) -> Float {
        let pairs = zip(distances, same)
        return value(genuine: pairs.filter(\.1).map(\.0), impostor: pairs.filter { !$0.1 }.map(\.0))
    }

    /// Twins `(i, N + i)`: every pair's images are taken for classes of their own.
    func evaluate<Scalar: MetricScalar>(
        twins embeddings: DenseMatrix<Scalar>, same: [Bool], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        let left = same.indices.map { 2 * $0 }
        let right = same.indices.map { same[$0] ? 2 * $0 : 2 * $0 + 1 }
        return evaluate(embeddings, labels: left + right, gradient: &gradient)
    }

    func evaluate<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, labels: [Int], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        precondition(embeddings.rows == labels.count, "there must be one label an embedding")
        precondition(
            gradient.rows == labels.count && gradient.columns == embeddings.columns, "the gradient has its embeddings' shape")
        if let embeddings = embeddings as? Matrix, let table = DistanceTable(distance, embeddings) {
            var slopes = Matrix(rows: labels.count, columns: labels.count)
            let loss = evaluate(table.distances, labels: labels, slopes: &slopes)
            var result = Matrix(rows: embeddings.rows, columns: embeddings.columns)
            table.propagate(&slopes, into: &result)
            if let result = result as? DenseMatrix<Scalar> { gradient = result }
            let summary = PairSummary(table.distances, labels)
            let batch = summary.result(value: loss.value, activeFraction: loss.activeFraction)
            if let batch = batch as? BatchLoss<Scalar> { return batch }
        }
        return evaluatePairByPair(embeddings, labels: labels, gradient: &gradient)
    }

    /// The same, in any precision and for any distance.
    func evaluatePairByPair<Scalar: MetricScalar>(
        _ embeddings: DenseMatrix<Scalar>, labels: [Int], gradient: inout DenseMatrix<Scalar>
    ) -> BatchLoss<Scalar> {
        let (count, columns) = (labels.count, embeddings.columns)
        var distances = DenseMatrix<Scalar>(rows: count, columns: count)
        var slopes = distances
        var summary = PairSummary<Scalar>()
        var loss = (value: Scalar(0), activeFraction: Float(0))
        embeddings.values.withUnsafeBufferPointer { values in
            let rows = Rows(values, columns: columns)
            func forEachPair(_ visit: (Int, Int, PairMeasure<Scalar>) -> Void) {
                for left in 0..<count {
                    for right in left + 1..<max(count, left + 1) {
                        visit(left, right, PairMeasure(distance, rows[left], rows[right]))
                    }
                }
            }
            forEachPair { left, right, measure in
                distances[left, right] = measure.value
                distances[right, left] = measure.value
                summary.add(measure.value, same: labels[left] == labels[right])
            }
            loss = evaluate(distances, labels: labels, slopes: &slopes)
            gradient.values.withUnsafeMutableBufferPointer { target in
                target.update(repeating: 0)
                guard let base = target.baseAddress else { return }
                forEachPair { left, right, measure in
                    measure.addGradient(
                        times: slopes[left, right] + slopes[right, left], left: base + left * columns,
                        right: base + right * columns)
                }
            }
        }
        return summary.result(value: loss.value, activeFraction: loss.activeFraction)
    }
}
