import ArgumentParser
import Interchange
import Networks
import Training

/// Weights that another program trained, and which of them stay as they are.
struct PretrainedOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Initial weights, by torchvision's names: safetensors, or PyTorch's .pth. Last layers that it lacks are initialized at random and listed.",
            valueName: "FILE"))
    var pretrained: String?
    @Flag(help: "Accept a file that lacks weights before others that it has; they are initialized at random.")
    var partial = false
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Keep the weights of the first N convolutions and linear layers, and of what lies between.", valueName: "N"),
        transform: positive("--freeze"))
    var freeze: Int?

    /// The same, with what a configuration says where nothing else does.
    func filled(from configuration: RunConfiguration) -> PretrainedOptions {
        var filled = self
        filled.pretrained = pretrained ?? configuration.pretrained
        filled.freeze = freeze ?? configuration.freeze
        return filled
    }

    /// Learning rates of zero for the layers that stay as they are.
    func apply(to options: inout TrainingOptions, network: NetworkSpec) throws {
        guard let freeze else { return }
        let graph = try NetworkGraph(network)
        let weighted = graph.nodes.count(where: \.isWeighted)
        guard freeze < weighted else {
            throw Failure(
                "--freeze \(freeze) leaves nothing to train: \(network.name) has \(weighted) such layers; \(weighted > 1 ? "give at most `--freeze \(weighted - 1)`" : "leave `--freeze` out")",
                .usage)
        }
        var seen = 0
        for node in graph.nodes {
            if node.isWeighted { seen += 1 }
            guard seen <= freeze else { break }
            if !node.parameters.isEmpty { options.learningRateFactors[node.name] = 0 }
        }
    }

    func apply(to setup: inout TrainingSetup) throws {
        guard let pretrained else { return }
        let match = try PretrainedWeights(reading: pretrained)
            .matched(to: setup.description.network.name, setup.graph.parameters, initial: setup.initialParameters)
        // Another task has another last layer; a gap before layers that fit is a mistake more often than not.
        if let gap = match.gaps.first, let shortcoming = match.shortcoming, !partial {
            throw Failure(
                "\(pretrained) \(shortcoming), but only last layers may be new, and \(gap) is of none; give a file that has the others, or `--partial` to begin with random numbers there",
                .badData)
        }
        setup.start = StartingPoint(
            parameters: match.parameters, file: pretrained, remarks: match.report.map { "\(pretrained): \($0)" })
    }
}

extension NetworkGraph.Node {
    fileprivate var isWeighted: Bool {
        switch operation {
        case .convolution, .linear: true
        default: false
        }
    }
}
