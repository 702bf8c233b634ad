import Networks

extension PretrainedWeights {
    /// Fits the weights to a network by their names.
    ///
    /// - Parameters:
    ///   - network: what it is called, for sentences.
    ///   - wanted: its parameters, all parts of it.
    ///   - initial: what parameters that the file does not have begin with.
    /// - Throws: `InterchangeError` where no name fits: these are the weights of another network.
    public func matched(to network: String, _ wanted: [ParameterInfo], initial: ParameterSet) throws -> WeightMatch {
        let match = WeightMatch(tensors, others: others, to: wanted, initial: initial)
        guard !match.taken.isEmpty else {
            throw InterchangeError(
                "none of the file's \(tensors.count) tensors (\(tensors.names.prefix(3).joined(separator: ", ")), ...) fits \(network), "
                    + "which begins with \(wanted.first?.name ?? "nothing"); choose the network that they were trained with")
        }
        if let name = match.taken.first(where: { match.parameters[$0]?.values.allSatisfy(\.isFinite) == false }) {
            throw InterchangeError(
                "\(name) of the file has numbers that are infinite or none at all (NaN), as a training that diverged leaves them; "
                    + "give weights of before that")
        }
        return match
    }
}
