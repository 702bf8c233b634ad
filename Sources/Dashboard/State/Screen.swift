/// The screens in the order of their digits.
enum Screen: Int, CaseIterable, Sendable {
    case train
    case network
    case pairs
    case distances
    case map
    case oneShot
    case log
    case runs

    var title: String {
        switch self {
        case .train: "Train"
        case .network: "Network"
        case .pairs: "Pairs"
        case .distances: "Distances"
        case .map: "Map"
        case .oneShot: "One-shot"
        case .log: "Log"
        case .runs: "Runs"
        }
    }

    /// The screen of a name or of its beginning, or of a digit.
    init?(named name: String) {
        let word = name.lowercased()
        let found = Screen.allCases.first { (!word.isEmpty && $0.title.lowercased().hasPrefix(word)) || String($0.digit) == word }
        guard let found else { return nil }
        self = found
    }

    /// Where the titles of all screens do not fit into a line.
    var shortTitle: String {
        switch self {
        case .network: "Net"
        case .distances: "Dist"
        case .oneShot: "Shot"
        default: title
        }
    }

    var digit: Character { Character(String(rawValue + 1)) }

    func neighbour(_ direction: Int) -> Screen {
        let count = Screen.allCases.count
        return Screen.allCases[(rawValue + direction + count) % count]
    }
}
