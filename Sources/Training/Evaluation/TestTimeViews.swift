import Datasets
import MetricLearning
import Networks

/// The views of an image that are embedded and compared together (test-time augmentation: Krizhevsky, Sutskever, Hinton 2012, section
/// 4.1), and how their embeddings become one.
///
/// With `n` views an embedding is `n` times as long: those of the views side by side, arranged and scaled so that the distance of two
/// is the mean of the distances in each view (of Euclidean ones the root of the mean square).
public struct TestTimeViews: Sendable {
    public let views: [DihedralView]
    public let distance: Distance

    public init(_ views: ViewClasses, distance: Distance) {
        self.views = views.all
        self.distance = distance
    }

    /// As a run was judged when it was trained.
    public init(_ description: RunDescription) {
        self.init(description.options.testTimeViews, distance: description.distance)
    }

    /// Images as they are; nothing is joined, so the distance does not matter.
    public static let upright = TestTimeViews(.upright, distance: .euclidean)

    public var areUpright: Bool { views.count == 1 }

    /// What makes a distance over all views a mean and not a sum.
    public var scale: Float {
        let share = 1 / Float(views.count)
        return distance == .manhattan ? share : share.squareRoot()
    }

    /// - Throws: `TrainingError` where a network's images have no such views, or its embeddings are not compared by a distance.
    func check(_ network: PairGraph) throws {
        guard !areUpright else { return }
        guard network.head == nil else {
            throw TrainingError(
                "views at test time are compared by a distance, but this network's head learns a similarity; leave --test-time-views out"
            )
        }
        guard network.left.input.height == network.left.input.width || !views.contains(where: \.steps.transposes) else {
            throw TrainingError(
                "quarter turns need images as high as wide, but the input is \(network.left.input); change --input, or leave --test-time-views out"
            )
        }
    }
}
