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
        let count = labels.count
        var total = Scalar(0)
        var anchors = 0
        slopes.values.withUnsafeMutableBufferPointer { slopes in
            distances.values.withUnsafeBufferPointer { distances in
                labels.withUnsafeBufferPointer { labels in
                    for anchor in 0..<count {
                        let row = anchor * count
                        var positives = 0
                        var nearest = Scalar.infinity
                        for other in 0..<count where other != anchor {
                            if labels[other] == labels[anchor] { positives += 1 }
                            nearest = min(nearest, distances[row + other])
                        }
                        guard positives > 0 else { continue }
                        anchors += 1
                        // Similarity is one minus distance; the one falls out of the fraction. The nearest is taken off first, so
                        // that nothing overflows.
                        var sum = Scalar(0)
                        for other in 0..<count where other != anchor {
                            let power = exponential((nearest - distances[row + other]) / temperature)
                            slopes[row + other] = power
                            sum += power
                        }
                        let whole = logarithm(sum) - nearest / temperature
                        let (share, pull) = (-1 / (sum * temperature), 1 / (temperature * Scalar(positives)))
                        for other in 0..<count where other != anchor {
                            slopes[row + other] *= share
                            guard labels[other] == labels[anchor] else { continue }
                            total += (whole + distances[row + other] / temperature) / Scalar(positives)
                            slopes[row + other] += pull
                        }
                    }
                }
            }
            let scale = 1 / Scalar(max(1, anchors))
            for index in slopes.indices { slopes[index] *= scale }
        }
        return (total / Scalar(max(1, anchors)), Float(anchors) / Float(max(1, count)))
    }
}
