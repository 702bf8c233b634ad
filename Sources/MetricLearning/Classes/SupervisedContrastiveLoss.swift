/// Supervised contrastive loss (Khosla et al. 2020, equation 2), on cosine similarity over a temperature: the mean over an anchor's
/// positives outside the logarithm. With one positive an anchor it is NT-Xent (Sohn 2016; Chen et al. 2020, equation 1).
///
/// The mean is over anchors that have a positive.
struct SupervisedContrastiveLoss: ClasswiseLoss {
    let temperature: Float
    var distance: Distance { .cosine }

    func value(genuine: [Float], impostor: [Float]) -> Float {
        let losses = genuine.map { near in logSum([0] + impostor.map { (near - $0) / temperature }) }
        return losses.reduce(0, +) / Float(max(1, losses.count))
    }

    func evaluate<Scalar: MetricScalar>(_ distances: DenseMatrix<Scalar>, labels: [Int], slopes: inout DenseMatrix<Scalar>)
        -> (value: Scalar, activeFraction: Float)
    {
        let temperature = Scalar(temperature)
        var total = Scalar(0)
        var anchors = 0
        for anchor in labels.indices {
            let others = labels.indices.filter { $0 != anchor }
            let positives = others.filter { labels[$0] == labels[anchor] }
            guard !positives.isEmpty else { continue }
            anchors += 1
            // Similarity is one minus distance; the one falls out of the fraction.
            let whole = logSum(others.map { -distances[anchor, $0] / temperature })
            for other in others {
                slopes[anchor, other] -= exponential(-distances[anchor, other] / temperature - whole) / temperature
            }
            for positive in positives {
                total += (whole + distances[anchor, positive] / temperature) / Scalar(positives.count)
                slopes[anchor, positive] += 1 / (temperature * Scalar(positives.count))
            }
        }
        let scale = 1 / Scalar(max(1, anchors))
        for index in slopes.values.indices { slopes.values[index] *= scale }
        return (total * scale, Float(anchors) / Float(max(1, labels.count)))
    }
}
