/// What a person can do whose data set cannot be split as it was to be: found by trying, so that it works.
struct SplitAdvice {
    let validation: Double
    let test: Double

    private struct Shares {
        let validation: Double
        let test: Double
        /// What says so on the command line; empty for the shares that were asked for.
        let options: String
    }

    /// As asked for, without a test part, and the usual ones.
    private var shares: [Shares] {
        [Shares(validation: validation, test: test, options: "")]
            + (validation > 0 ? [Shares(validation: validation, test: 0, options: "--test 0")] : [])
            + [
                Shares(validation: 0.15, test: 0.15, options: "--validation 0.15 --test 0.15"),
                Shares(validation: 0.15, test: 0, options: "--validation 0.15 --test 0"),
            ]
    }

    /// - Parameter unit: what was to stay together; `nil` where folders were the split.
    func text(instead unit: ClassSplit.Unit?, for catalog: ImageCatalog, copies: ImageCopies = .none) -> String {
        // Whole classes first: they judge a network by things that it has never seen.
        var works: [String] = []
        for other in [unit].compactMap(\.self) + [ClassSplit.Unit.classes, .pairs].filter({ $0 != unit }) {
            let found = shares.first {
                (try? ClassSplit(
                    cutting: catalog, by: other, validation: $0.validation, test: $0.test, seed: 0, copies: copies)) != nil
            }
            guard let found else { continue }
            let split = other == unit ? "" : "--split-by \(other.rawValue)"
            works.append([split, found.options].filter { !$0.isEmpty }.joined(separator: " "))
        }
        guard !works.isEmpty else {
            return "add classes, or images to the classes"
        }
        return "give " + works.map { "`\($0)`" }.joined(separator: " or ")
    }

    func text(for pairs: [ImagePair]) -> String {
        let found = shares.first { (try? PairSplit(cutting: pairs, validation: $0.validation, test: $0.test, seed: 0)) != nil }
        return found.map { "give `\($0.options)`" } ?? "add pairs of both kinds"
    }
}
