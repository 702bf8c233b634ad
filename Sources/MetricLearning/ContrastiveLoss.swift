/// Contrastive loss (Hadsell, Chopra, LeCun 2006, equation 4) without the paper's factor 1/2, as most code has it:
/// genuine pairs `D^2`, impostor pairs `max(0, margin - D)^2`, `D` the Euclidean distance.
struct ContrastiveLoss {
    let margin: Float

    func loss(distance: Float, same: Bool) -> Float {
        let shortfall = same ? distance : max(0, margin - distance)
        return shortfall * shortfall
    }

    /// How much the loss grows with the difference `left - right`, as a factor of that difference.
    ///
    /// Genuine: `d(D^2) = 2 (l - r)`. Impostor: `d((m - D)^2) = -2 (m - D) / D (l - r)`, which at `D = 0` has no direction: zero there.
    private func slope(distance: Float, same: Bool) -> Float {
        if same { return 2 }
        guard distance > 0, distance < margin else { return 0 }
        return -2 * (margin - distance) / distance
    }

    func value(distances: [Float], same: [Bool]) -> Float {
        let total = zip(distances, same).reduce(Float(0)) { $0 + loss(distance: $1.0, same: $1.1) }
        return total / Float(max(1, distances.count))
    }

    func evaluate(_ embeddings: Matrix, same: [Bool], gradient: inout Matrix) -> PairLoss {
        let pairs = same.count
        let features = embeddings.columns
        precondition(embeddings.rows == 2 * pairs && gradient.rows == 2 * pairs && gradient.columns == features)
        var total: Float = 0
        var active = 0
        var distances = (genuine: Float(0), impostor: Float(0))
        let genuineCount = same.count { $0 }

        embeddings.values.withUnsafeBufferPointer { values in
            gradient.values.withUnsafeMutableBufferPointer { slopes in
                for pair in 0..<pairs {
                    let left = pair * features
                    let right = (pairs + pair) * features
                    var squared: Float = 0
                    for feature in 0..<features {
                        let difference = values[left + feature] - values[right + feature]
                        squared += difference * difference
                    }
                    let distance = squared.squareRoot()
                    let loss = loss(distance: distance, same: same[pair])
                    total += loss
                    if loss > 0 { active += 1 }
                    if same[pair] { distances.genuine += distance } else { distances.impostor += distance }

                    let factor = slope(distance: distance, same: same[pair]) / Float(pairs)
                    for feature in 0..<features {
                        let slope = factor * (values[left + feature] - values[right + feature])
                        slopes[left + feature] = slope
                        slopes[right + feature] = -slope
                    }
                }
            }
        }
        return PairLoss(
            value: total / Float(max(1, pairs)), genuineDistance: distances.genuine / Float(max(1, genuineCount)),
            impostorDistance: distances.impostor / Float(max(1, pairs - genuineCount)),
            activeFraction: Float(active) / Float(max(1, pairs)))
    }
}
