import Testing

@testable import MetricLearning

@Suite struct DistanceGradientTests {
    @Test(arguments: Distance.allCases) func agreesWithFiniteDifferences(distance: Distance) {
        let values = Matrix.scattered(rows: 2, columns: 7)
        let (left, right) = (Array(values.row(0)), Array(values.row(1)))
        let gradients = distance.gradients(left, right)
        for feature in 0..<7 {
            let step: Float = 1e-2
            func change(_ isLeft: Bool, _ by: Float) -> Float {
                var (one, other) = (left, right)
                if isLeft { one[feature] += by } else { other[feature] += by }
                return distance(one, other)
            }
            #expect(abs((change(true, step) - change(true, -step)) / (2 * step) - gradients.left[feature]) < 5e-3)
            #expect(abs((change(false, step) - change(false, -step)) / (2 * step) - gradients.right[feature]) < 5e-3)
        }
    }

    @Test func equalEmbeddingsHaveNoDirection() {
        let gradients = Distance.euclidean.gradients([1, 2], [1, 2])
        #expect(gradients.left == [0, 0] && gradients.right == [0, 0])
    }
}
