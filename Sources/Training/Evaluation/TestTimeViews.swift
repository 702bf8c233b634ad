import Datasets
import MetricLearning
import Networks

/// How an image is looked at when it is compared (test-time augmentation: Krizhevsky, Sutskever, Hinton 2012, section 4.1), and how the
/// embeddings of its views become one.
///
/// With `n` views an embedding is `n` times as long: those of the views side by side, arranged and scaled so that the distance of two
/// is the mean of the distances in each view (of Euclidean ones the root of the mean square).
public struct TestTimeViews: Sendable {
    public let distance: Distance
    private let views: ViewClasses
    /// Share of the side by which every view is also moved up, down, left and right.
    private let shift: Float

    public init(_ views: ViewClasses, shift: Float = 0, distance: Distance) {
        self.views = views
        self.shift = shift
        self.distance = distance
    }

    public init(_ options: TrainingOptions, distance: Distance) {
        self.init(options.testTimeViews, shift: options.testTimeShift, distance: distance)
    }

    /// As a run was judged when it was trained.
    public init(_ description: RunDescription) {
        self.init(description.options, distance: description.distance)
    }

    /// Images as they are; nothing is joined, so the distance does not matter.
    public static let upright = TestTimeViews(.upright, distance: .euclidean)

    /// How many views there are of an image; where it is one, the image is as it is.
    public var count: Int { views.count * (shift > 0 ? 5 : 1) }

    /// The views of images of a size, the upright one first.
    public func all(of shape: TensorShape) -> [TestTimeView] {
        guard shift > 0 else { return views.all.map { TestTimeView($0) } }
        let rows = max(1, Int((shift * Float(shape.height)).rounded()))
        let columns = max(1, Int((shift * Float(shape.width)).rounded()))
        return views.all.flatMap { view in
            [(0, 0), (-rows, 0), (rows, 0), (0, -columns), (0, columns)].map { TestTimeView(view, rows: $0.0, columns: $0.1) }
        }
    }

    /// What makes a distance over all views a mean and not a sum.
    public var scale: Float {
        let share = 1 / Float(count)
        return distance == .manhattan ? share : share.squareRoot()
    }

    /// - Throws: `TrainingError` where a network's images have no such views, or its embeddings are not compared by a distance.
    func check(_ network: PairGraph) throws {
        guard (0...0.5).contains(shift) else {
            throw TrainingError("testTimeShift is \(shift), but must lie in 0 to 0.5, a share of the image's side")
        }
        guard count > 1 else { return }
        guard network.head == nil else {
            throw TrainingError(
                "views at test time are compared by a distance, but this network's head learns a similarity; leave `--test-time-views --test-time-shift` out"
            )
        }
        guard network.left.input.height == network.left.input.width || !views.all.contains(where: \.steps.transposes) else {
            throw TrainingError(
                "quarter turns need images as high as wide, but the input is \(network.left.input); leave `--test-time-views` out, or give images as high as wide, as in `--input \(network.left.input.channels)x\(network.left.input.height)x\(network.left.input.height)`"
            )
        }
    }
}
