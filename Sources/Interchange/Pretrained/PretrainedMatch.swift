import Networks

/// Which of a file's tensors go where in a network, and everything that does not fit, by name.
public struct PretrainedMatch: Sendable {
    public struct Misshapen: Hashable, Sendable {
        public let name: String
        public let given: [Int]
        public let wanted: [Int]
    }

    /// All parameters of the network: the file's where they fit, the first ones elsewhere.
    public let parameters: ParameterSet
    /// Names of the network that the file has, in its shape.
    public let taken: [String]
    /// Names of the network that the file does not have.
    public let missing: [String]
    public let misshapen: [Misshapen]
    /// Names in the file that the network does not have; PyTorch's counters of batches are not among them.
    public let extra: [String]
    /// Counters that batch normalisation keeps in PyTorch and nobody needs.
    public let counters: Int
    /// What every name in the file begins with and no name of the network does, for example `module.`.
    public let prefix: String
}

extension PretrainedWeights {
    /// Fits the weights to a network by their names.
    ///
    /// - Parameters:
    ///   - network: what it is called, for sentences.
    ///   - wanted: its parameters.
    ///   - initial: what parameters that the file does not have begin with.
    /// - Throws: `InterchangeError` where no name fits: these are the weights of another network.
    public func matched(to network: String, _ wanted: [ParameterInfo], initial: ParameterSet) throws -> PretrainedMatch {
        let prefix = commonPrefix(with: wanted)
        var parameters = initial
        var taken: [String] = []
        var missing: [String] = []
        var misshapen: [PretrainedMatch.Misshapen] = []
        for info in wanted {
            guard let tensor = tensors[prefix + info.name] else {
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
        guard !taken.isEmpty else {
            throw InterchangeError(
                "none of the file's \(tensors.count) tensors (\(tensors.names.prefix(3).joined(separator: ", ")), ...) fits \(network), "
                    + "which begins with \(wanted.first?.name ?? "nothing"); choose the network that they were trained with")
        }
        let known = Set(wanted.map { prefix + $0.name })
        let unknown = tensors.names.filter { !known.contains($0) } + others
        let extra = unknown.filter { !$0.hasSuffix(".num_batches_tracked") }
        return PretrainedMatch(
            parameters: parameters, taken: taken, missing: missing, misshapen: misshapen, extra: extra,
            counters: unknown.count - extra.count, prefix: prefix)
    }

    /// Programs that wrap a network put a word before every name (`module.`, `vgg.`): the one under which most names fit.
    private func commonPrefix(with parameters: [ParameterInfo]) -> String {
        let wanted = Set(parameters.map(\.name))
        var fitting: [String: Int] = [:]
        for name in tensors.names where name.utf8.count < 1000 {
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

extension PretrainedMatch {
    /// What a person must know, a line each: how many tensors were taken, and every name that was not.
    public var report: [String] {
        var lines = ["\(taken.count) of \(taken.count + missing.count + misshapen.count) tensors are taken from the file"]
        if !prefix.isEmpty { lines.append("every name in the file begins with \"\(prefix)\", which was left out") }
        if !missing.isEmpty {
            lines.append("not in the file, so they begin as without it: " + missing.joined(separator: ", "))
        }
        for tensor in misshapen {
            lines.append(
                "\(tensor.name) is \(Self.text(tensor.given)) in the file, but \(Self.text(tensor.wanted)) here, so it begins as without it"
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
