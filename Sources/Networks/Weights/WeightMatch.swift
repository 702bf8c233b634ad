/// Which of a file's tensors go where in a network, and everything that does not fit, by name. Whatever reads weights, of this program
/// or another, goes through here, so that none that the network has and the file offers is passed over.
public struct WeightMatch: Sendable {
    public struct Misshapen: Hashable, Sendable {
        public let name: String
        public let given: [Int]
        public let wanted: [Int]

        public init(name: String, given: [Int], wanted: [Int]) {
            (self.name, self.given, self.wanted) = (name, given, wanted)
        }
    }

    /// All parameters of the network: the file's where they fit, the first ones elsewhere.
    public private(set) var parameters: ParameterSet
    /// Names of the network that the file has, in its shape.
    public private(set) var taken: [String] = []
    /// Names of the network that the file does not have.
    public private(set) var missing: [String] = []
    public private(set) var misshapen: [Misshapen] = []
    /// Names of the network that do not fit, though others behind them in the same part do, or all those of a separate right twin: a new
    /// last layer has none.
    public private(set) var gaps: [String] = []
    /// Names in the file that the network does not have; PyTorch's counters of batches are not among them.
    public private(set) var extra: [String] = []
    /// Counters that batch normalization keeps in PyTorch and nobody needs.
    public private(set) var counters = 0
    /// What every name in the file begins with and no name of the network does, for example `module.`.
    public let prefix: String
    /// The same for parts of the network that the file has under other words.
    public private(set) var partPrefixes: [String] = []

    /// Fits tensors to a network by their names.
    ///
    /// - Parameters:
    ///   - others: names in the file that are no tensors.
    ///   - wanted: the network's parameters, all parts of it: a separate right twin's begin with `right.`, a head's with `head.`.
    ///   - initial: what parameters that the file does not have begin with.
    public init(
        _ tensors: ParameterSet, others: [String] = [], to wanted: [ParameterInfo], initial: ParameterSet = ParameterSet()
    ) {
        parameters = initial
        prefix = Self.commonPrefix(of: tensors.names, with: wanted)
        var fileNames: [String: String] = [:]
        for info in wanted where tensors[prefix + info.name] != nil { fileNames[info.name] = prefix + info.name }
        // A part of the network may lie under another word than the rest, as `backbone.conv1.weight` beside `head.fc.weight`.
        let parts = Dictionary(grouping: wanted) { Part(of: $0.name) }
        for part in Part.allCases {
            let rest = (parts[part] ?? []).filter { fileNames[$0.name] == nil }
            guard !rest.isEmpty else { continue }
            let used = Set(fileNames.values)
            let free = tensors.names.filter { !used.contains($0) }
            let own = Self.commonPrefix(of: free, with: rest)
            let found = rest.filter { tensors[own + $0.name] != nil && !used.contains(own + $0.name) }
            for info in found { fileNames[info.name] = own + info.name }
            if !found.isEmpty { partPrefixes.append(own) }
        }
        take(tensors, fileNames, wanted)
        let known = Set(fileNames.values)
        let unknown = tensors.names.filter { !known.contains($0) } + others
        extra = unknown.filter { !$0.hasSuffix(".num_batches_tracked") }
        counters = unknown.count - extra.count
        for part in Part.allCases {
            let names = (parts[part] ?? []).map(\.name)
            let fitting = Set(taken)
            guard let last = names.lastIndex(where: fitting.contains) else {
                // A head may be new, but no twin is without the other.
                if part == .right { gaps += names }
                continue
            }
            gaps += names[..<last].filter { !fitting.contains($0) }
        }
    }

    private mutating func take(_ tensors: ParameterSet, _ fileNames: [String: String], _ wanted: [ParameterInfo]) {
        for info in wanted {
            guard let tensor = fileNames[info.name].flatMap({ tensors[$0] }) else {
                missing.append(info.name)
                continue
            }
            if tensor.shape == info.shape {
                parameters[info.name] = tensor
                taken.append(info.name)
            } else {
                misshapen.append(.init(name: info.name, given: tensor.shape, wanted: info.shape))
            }
        }
    }

    private enum Part: CaseIterable {
        case left
        case right
        case head

        init(of name: String) {
            self = name.hasPrefix(PairGraph.rightScope) ? .right : name.hasPrefix(PairGraph.headScope) ? .head : .left
        }
    }

    /// Programs that wrap a network put a word before every name (`module.`, `vgg.`): the one under which most names fit, and of those
    /// the shortest.
    private static func commonPrefix(of names: [String], with parameters: [ParameterInfo]) -> String {
        let wanted = Set(parameters.map(\.name))
        var fitting: [String: Int] = [:]
        for name in names where name.utf8.count < 1000 {
            var start = name.startIndex
            while true {
                if wanted.contains(String(name[start...])) { fitting[String(name[..<start]), default: 0] += 1 }
                guard let dot = name[start...].firstIndex(of: ".") else { break }
                start = name.index(after: dot)
            }
        }
        let best = fitting.max { ($0.value, $1.key.count, $1.key) < ($1.value, $0.key.count, $0.key) }
        return best?.key ?? ""
    }
}

extension WeightMatch {
    /// Whether the file has every weight of the network, in its shape.
    public var isComplete: Bool { missing.isEmpty && misshapen.isEmpty }

    /// What the file has not or not in its shape, to be put behind the file's name: "lacks head.fc.weight and 2 more"; `nil` where it
    /// has everything.
    public var shortcoming: String? {
        var parts: [String] = []
        if !missing.isEmpty {
            let shown = missing.prefix(Self.shownNames).joined(separator: ", ")
            let rest = missing.count - min(missing.count, Self.shownNames)
            parts.append("lacks \(shown)" + (rest > 0 ? " and \(rest) more" : ""))
        }
        if let first = misshapen.first {
            parts.append(
                "has \(first.name) as \(Self.text(first.given)) where the network has \(Self.text(first.wanted))"
                    + (misshapen.count > 1 ? " (and \(misshapen.count - 1) more of another shape)" : ""))
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", and ")
    }

    private static let shownNames = 3

    /// What a person must know, a line each: how many tensors were taken, and every name that was not.
    public var report: [String] {
        var lines = ["\(taken.count) of \(taken.count + missing.count + misshapen.count) tensors are taken from the file"]
        if !prefix.isEmpty { lines.append("every name in the file begins with \"\(prefix)\", which was left out") }
        for prefix in partPrefixes where !prefix.isEmpty {
            lines.append("a part of the network begins with \"\(prefix)\" in the file, which was left out")
        }
        if !missing.isEmpty {
            lines.append("not in the file, so they keep their initial values: " + missing.joined(separator: ", "))
        }
        for tensor in misshapen {
            lines.append(
                "\(tensor.name) is \(Self.text(tensor.given)) in the file, but \(Self.text(tensor.wanted)) here, so it keeps its initial values"
            )
        }
        if !extra.isEmpty { lines.append("in the file, but not in the network: " + extra.joined(separator: ", ")) }
        if counters > 0 { lines.append("\(counters) counters (num_batches_tracked) are not needed") }
        return lines
    }

    private static func text(_ shape: [Int]) -> String {
        shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
    }
}
