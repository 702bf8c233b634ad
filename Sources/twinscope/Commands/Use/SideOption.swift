import ArgumentParser
import Engine

extension SiameseEngine.Side: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument {
        case "left": self = .left
        case "right": self = .right
        default: return nil
        }
    }

    public static var allValueStrings: [String] { ["left", "right"] }
    public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// As which image of a pair one is embedded, where the run has separate twins.
struct SideOption: ParsableArguments {
    @Option(help: "As which image of a pair, for a run whose twins have weights of their own.")
    var side: SiameseEngine.Side?

    /// - Throws: `Failure` where it makes a difference and nothing was chosen.
    func chosen(twinsAreSeparate: Bool) throws -> SiameseEngine.Side {
        if twinsAreSeparate, side == nil {
            throw Failure("the run's twins have weights of their own; choose `--side left` or `--side right`", .usage)
        }
        return side ?? .left
    }
}
