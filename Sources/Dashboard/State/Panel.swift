/// The parts of a screen that can have the focus; the focused one can fill the screen.
enum Panel: Hashable, Sendable {
    case lossChart
    case secondChart
    case controls
    case edits
    case layers
    case layer
    case pairs
    case histogram
    case bands
    case map
    case episode
    case log
    case runs

    /// What help calls it, where a screen has more than one.
    var title: String {
        switch self {
        case .lossChart: "the loss"
        case .secondChart: "the second chart"
        case .controls: "Controls"
        case .edits: "Edits"
        case .layers: "the layers"
        case .layer: "the chosen layer"
        case .histogram: "the histograms"
        case .bands: "their course"
        case .pairs, .map, .episode, .log, .runs: "the list"
        }
    }
}

extension Screen {
    /// In the order in which Tab goes through them; the first has the focus at the start.
    var panels: [Panel] {
        switch self {
        case .train: [.controls, .lossChart, .secondChart, .edits]
        case .network: [.layers, .layer]
        case .pairs: [.pairs]
        case .distances: [.histogram, .bands]
        case .map: [.map]
        case .oneShot: [.episode]
        case .log: [.log]
        case .runs: [.runs]
        }
    }
}
