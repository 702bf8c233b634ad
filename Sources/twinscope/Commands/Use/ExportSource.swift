import Datasets
import Engine
import Interchange
import Networks
import Runs
import Training

/// What is exported: the network of a run, or one with first weights.
struct ExportSource {
    let pair: PairGraph
    let side: SiameseEngine.Side
    let parameters: ParameterSet
    let normalization: PixelNormalization?
    let views: TestTimeViews
    /// What another program should know, by names of our own.
    let metadata: ONNXModel.Metadata

    /// Of the images on one side of a pair.
    var embedding: NetworkGraph { side == .right ? pair.right ?? pair.left : pair.left }

    /// - Throws: what opening the run throws, or `Failure` where a side has to be chosen.
    init(run name: String, _ checkpoint: CheckpointRecord.Kind?, _ side: SideOption) throws {
        let run = try RunArgument.open(name)
        let description = run.manifest.description
        let weights = try Weights(of: run.folder, checkpoint)
        pair = try PairGraph(description.network)
        self.side = try side.chosen(twinsAreSeparate: pair.right != nil)
        parameters = try weights.parameters(for: pair.parameters)
        normalization = run.manifest.normalization
        views = TestTimeViews(description)
        var metadata = Self.metadata(pair, self.side, distance: description.distance.rawValue)
        metadata += [
            ("twinscope.run", description.name), ("twinscope.checkpoint", weights.kind.rawValue),
            ("twinscope.step", "\(weights.step)"),
            ("twinscope.normalization.mean", run.manifest.normalization.mean.joined),
            ("twinscope.normalization.deviation", run.manifest.normalization.deviation.joined),
        ]
        if let threshold = weights.threshold { metadata.append(("twinscope.threshold", "\(threshold)")) }
        if let confidence = weights.confidence {
            metadata += [
                ("twinscope.similarity", "1 / (1 + exp(slope * distance + intercept))"),
                ("twinscope.similarity.slope", "\(confidence.slope)"),
                ("twinscope.similarity.intercept", "\(confidence.intercept)"),
            ]
        }
        self.metadata = metadata
    }

    /// A network that was never trained here.
    ///
    /// - Parameters:
    ///   - pretrained: its weights, by torchvision's names; `report` hears what was taken and what was not.
    ///   - allowsPartial: whether weights that are not in the file may stay as the seed draws them.
    init(
        _ spec: NetworkSpec, seed: UInt64, pretrained: String?, allowsPartial: Bool, _ side: SideOption, report: (String) -> Void
    ) throws {
        pair = try PairGraph(spec)
        self.side = try side.chosen(twinsAreSeparate: pair.right != nil)
        var parameters = pair.initialParameters(
            spec.initialization, using: SeededGenerator(seed: seed).derived("initial parameters"))
        if let pretrained {
            let match = try PretrainedWeights(reading: pretrained)
                .matched(to: pair.left.name, pair.parameters, initial: parameters)
            if let shortcoming = match.shortcoming, !allowsPartial {
                throw Failure(
                    "\(pretrained) \(shortcoming); give a file that has all weights, or `--partial` to export random numbers in their place",
                    .badData)
            }
            match.report.forEach(report)
            parameters = match.parameters
        }
        self.parameters = parameters
        normalization = nil
        views = .upright
        let distance = if case .distance(let kind) = spec.head { kind.rawValue } else { "" }
        metadata = Self.metadata(pair, self.side, distance: distance)
    }

    private static func metadata(_ pair: PairGraph, _ side: SiameseEngine.Side, distance: String) -> ONNXModel.Metadata {
        var metadata: ONNXModel.Metadata = [
            ("twinscope.network", pair.left.name), ("twinscope.input", pair.left.input.description),
            (
                "twinscope.preprocessing",
                "\(pair.left.input.channels == 1 ? "grey by Rec. 601 luma" : "RGB"), resized by area averaging down and bilinear "
                    + "interpolation up, each axis by itself, rounded to bytes, divided by 255"
            ),
            ("twinscope.distance", pair.head == nil ? distance : "learned"),
        ]
        if pair.right != nil { metadata.append(("twinscope.side", side == .left ? "left" : "right")) }
        return metadata
    }
}

extension [Float] {
    fileprivate var joined: String { map { "\($0)" }.joined(separator: ", ") }
}
