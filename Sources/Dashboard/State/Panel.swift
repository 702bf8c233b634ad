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

    var isChart: Bool { self == .lossChart || self == .secondChart }
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
