import Networks

/// Which pairs of a list are for training, validation and test: genuine and impostor pairs are cut alike.
///
/// For lists that say nothing about classes. Images may then occur in several parts, so a split by class is worth more where
/// classes are known.
public struct PairSplit: Codable, Sendable, Equatable {
    public let training: [ImagePair]
    public let validation: [ImagePair]
    public let test: [ImagePair]

    public init(training: [ImagePair], validation: [ImagePair], test: [ImagePair]) {
        self.training = training
        self.validation = validation
        self.test = test
    }

    public init(_ pairs: [ImagePair], validation: Double = 0.2, test: Double = 0.2, seed: UInt64) throws {
        do {
            try self.init(cutting: pairs, validation: validation, test: test, seed: seed)
        } catch let error as DatasetError {
            throw DatasetError("\(error); \(SplitAdvice(validation: validation, test: test).text(for: pairs))")
        }
    }

    init(cutting pairs: [ImagePair], validation: Double, test: Double, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed).derived("pair split")
        let cuts = try [true, false].map { same in
            let alike = pairs.filter { $0.same == same }
            let cut = try SplitCut(
                count: alike.count, least: 1, of: same ? "genuine pairs" : "impostor pairs", validation: validation, test: test)
            return cut.parts(of: alike.shuffled(using: &generator))
        }
        self.init(
            training: cuts[0][0] + cuts[1][0], validation: cuts[0][1] + cuts[1][1], test: cuts[0][2] + cuts[1][2])
    }
}
