import ArgumentParser
import Interchange
import Networks
import Runs

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a run's embedding network as an ONNX model.",
        discussion: """
            The model takes "images", float32 [batch, C, H, W] with pixels from 0 to 1 (grey, or RGB in this order), and gives \
            "embeddings" [batch, N]. The run's normalisation is part of the graph; images are to be brought to HxW beforehand. \
            Operator set \(ONNXModel.operatorSet). The metadata names the distance and the threshold. Where the network learned to \
            compare, the distance is a model of its own (--head): "left" and "right", embeddings [batch, N], -> "distances" [batch].
            """)

    @Argument(help: ArgumentHelp("A run's folder.", valueName: "run")) var folder: String?
    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The file to write.", valueName: "FILE.onnx")) var output: String
    @Option(
        help: ArgumentHelp("Where to write the comparison that a network learned, as a second model.", valueName: "FILE.onnx"))
    var head: String?
    @OptionGroup var side: SideOption
    @OptionGroup var chosen: CheckpointOption
    @Option(help: ArgumentHelp("Instead of a run: a preset or a JSON file with first weights.", valueName: "NAME|FILE.json"))
    var network: String?
    @Option(
        help: ArgumentHelp(
            "Also write a few random images and their embeddings, to check the model by elsewhere.", valueName: "FILE.safetensors"
        ))
    var sample: String?
    @OptionGroup var size: NetworkArgument
    @Option(
        help: ArgumentHelp("Weights for --network: safetensors or PyTorch's .pth, by torchvision's names.", valueName: "FILE"))
    var pretrained: String?
    @Flag(help: "Export also where --pretrained lacks weights of the network: these are random numbers then.") var partial = false
    @Option(help: "Decides the first weights of --network.", transform: seedNumber) var seed: UInt64 = 1

    func validate() throws {
        guard (folder == nil) != (network == nil) else {
            throw ValidationError(
                "Give the folder of a run, or `--network NAME` for a network that was never trained, and not both.")
        }
        guard folder == nil || (size.input == nil && size.embedding == nil && pretrained == nil) else {
            throw ValidationError("A run has its own size and weights; leave `--input --embedding --pretrained` out.")
        }
        guard !partial || pretrained != nil else {
            throw ValidationError("--partial belongs to --pretrained; without it all weights are random.")
        }
    }

    func run() throws {
        try Failure.reporting {
            let source =
                if let folder {
                    try Failure.reporting(runError: .badData) { try ExportSource(run: folder, chosen.checkpoint, side) }
                } else {
                    try ExportSource(
                        size.spec(named: network ?? ""), seed: seed, pretrained: pretrained, allowsPartial: partial, side,
                        report: Output.note)
                }
            guard head == nil || source.pair.head != nil else {
                throw Failure(
                    "--head is for networks that learned to compare; this one compares by a distance, which the metadata names: leave `--head` out",
                    .usage)
            }
            let graph = source.embedding
            let model = try ONNXModel(
                graph, parameters: source.parameters, normalization: source.normalization, views: source.views,
                metadata: source.metadata, version: Version.current)
            try model.write(to: output)
            Output.line(
                "\(graph.name) in \(output): images [batch, \(graph.input.commaSeparated)] -> "
                    + "embeddings [batch, \(source.views.count * graph.output.count)], operator set \(ONNXModel.operatorSet), "
                    + "\(model.byteCount.grouped) bytes")
            if let head { try write(headOf: source, to: head) }
            if let sample { try ModelSample(source).write(to: sample) }
        }
    }

    private func write(headOf source: ExportSource, to file: String) throws {
        let model = try ONNXModel(
            comparisonOf: source.pair, parameters: source.parameters, metadata: source.metadata, version: Version.current)
        try model.write(to: file)
        let size = source.pair.left.output.count
        Output.line(
            "its comparison in \(file): left [batch, \(size)], right [batch, \(size)] -> distances [batch], "
                + "\(model.byteCount.grouped) bytes")
    }
}

extension TensorShape {
    fileprivate var commaSeparated: String { dimensions.map(String.init).joined(separator: ", ") }
}
