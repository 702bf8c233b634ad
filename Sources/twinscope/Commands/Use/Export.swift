import ArgumentParser
import Datasets
import Foundation
import Interchange
import Networks
import Runs
import Training

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a run's embedding network as an ONNX model.",
        discussion: """
            The model takes "images", float32 [batch, C, H, W] with pixels from 0 to 1 (grey, or RGB in this order), and gives \
            "embeddings" [batch, N]. The run's normalisation is part of the graph; images are to be brought to HxW beforehand. \
            Operator set \(ONNXModel.operatorSet).
            """)

    @Argument(help: ArgumentHelp("A run's folder.", valueName: "run")) var folder: String?
    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The file to write.", valueName: "FILE.onnx")) var output: String
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
    @Option(help: "Decides the first weights of --network.") var seed: UInt64 = 1

    func validate() throws {
        guard (folder == nil) != (network == nil) else {
            throw ValidationError("Give the folder of a run, or --network NAME for a network that was never trained.")
        }
        guard folder == nil || (size.input == nil && size.embedding == nil && pretrained == nil) else {
            throw ValidationError("--input, --embedding and --pretrained belong to --network; a run has its own.")
        }
    }

    func run() throws {
        try Failure.reporting {
            let source = try folder.map { try Source(run: $0, chosen.checkpoint) } ?? untrained()
            let model = try ONNXModel(
                source.graph, parameters: source.parameters, normalization: source.normalization, metadata: source.metadata,
                version: Version.current)
            try model.write(to: output)
            if let sample {
                try ModelSample(source.graph, parameters: source.parameters, normalization: source.normalization).write(
                    to: sample)
            }
            Output.line(
                "\(source.graph.name) in \(output): images [batch, \(source.graph.input.commaSeparated)] -> "
                    + "embeddings [batch, \(source.graph.output.count)], operator set \(ONNXModel.operatorSet), "
                    + "\(model.byteCount.grouped) bytes")
        }
    }

    private func untrained() throws -> Source {
        let spec = try size.spec(named: network ?? "")
        let graph = try NetworkGraph(spec)
        var parameters = graph.initialParameters(
            spec.initialization, using: SeededGenerator(seed: seed).derived("initial parameters"))
        if let pretrained {
            let match = try PretrainedWeights(reading: pretrained).matched(to: graph.name, graph.parameters, initial: parameters)
            for line in match.report { Output.note(line) }
            parameters = match.parameters
        }
        return Source(graph: graph, parameters: parameters, normalization: nil, metadata: ["twinscope.network": spec.name])
    }

    /// What is exported.
    fileprivate struct Source {
        let graph: NetworkGraph
        let parameters: ParameterSet
        let normalization: PixelNormalization?
        let metadata: KeyValuePairs<String, String>
    }
}

extension Export.Source {
    fileprivate init(run name: String, _ checkpoint: CheckpointRecord.Kind?) throws {
        let run = try RunArgument.open(name)
        let manifest = run.manifest
        let weights = try Weights(of: run.folder, checkpoint)
        self.init(
            graph: try NetworkGraph(manifest.description.network), parameters: weights.parameters,
            normalization: manifest.normalization,
            metadata: [
                "twinscope.network": manifest.description.network.name, "twinscope.run": manifest.description.name,
                "twinscope.checkpoint": weights.kind.rawValue, "twinscope.step": String(weights.step),
                "twinscope.threshold": weights.threshold.map { String($0) } ?? "", "twinscope.distance": "euclidean",
                "twinscope.input": "pixels from 0 to 1, resized by area averaging down and bilinear interpolation up",
            ])
    }
}

extension TensorShape {
    fileprivate var commaSeparated: String { dimensions.map(String.init).joined(separator: ", ") }
}
