import ArgumentParser
import MetricLearning
import Networks

/// What the network is asked to learn, and how.
struct RecipeOptions: ParsableArguments {
    enum Loss: String, ExpressibleByArgument, CaseIterable {
        case contrastive
    }

    enum Optimizer: String, ExpressibleByArgument, CaseIterable {
        case adam
        case sgd
    }

    @Option(help: "The loss.") var loss = Loss.contrastive
    @Option(
        help: ArgumentHelp("Impostor pairs are pushed this far apart.", valueName: "M"),
        transform: positiveNumber("--margin", upTo: 1000))
    var margin = 1.0
    @Option(help: "The optimizer.") var optimizer = Optimizer.adam
    @Option(help: ArgumentHelp("The learning rate.", valueName: "R"), transform: positiveNumber("--learning-rate", upTo: 10))
    var learningRate = 1e-3
    @Option(help: ArgumentHelp("Pairs in a batch.", valueName: "N"), transform: positive("--batch", upTo: 65_536))
    var batch = 32

    func validate() throws {
        guard batch >= 2 else {
            throw ValidationError("--batch 1 holds no genuine and impostor pair together; use at least 2.")
        }
    }

    var lossSpec: LossSpec {
        switch loss {
        case .contrastive: .contrastive(margin: Float(margin))
        }
    }

    var optimizerSpec: OptimizerSpec {
        switch optimizer {
        case .adam: .adamDefault
        case .sgd: .sgdDefault
        }
    }
}
