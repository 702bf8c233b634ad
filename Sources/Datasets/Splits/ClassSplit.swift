import Networks

/// Which classes are for training, which to choose on (validation), and which to judge by (test).
///
/// By class or by group of classes, never by image: a network is to compare things that it has never seen.
public struct ClassSplit: Codable, Sendable, Equatable {
    /// What stays together.
    public enum Unit: String, Codable, Sendable, CaseIterable {
        case classes = "class"
        /// Whole groups are held out: alphabets that were never seen.
        case groups = "group"
    }

    /// Class indices, ascending.
    public let training: [Int]
    public let validation: [Int]
    public let test: [Int]

    public init(training: [Int], validation: [Int], test: [Int]) {
        self.training = training.sorted()
        self.validation = validation.sorted()
        self.test = test.sorted()
    }

    /// Shuffles the classes, or the groups, and cuts them: `validation` and `test` are shares of all, 0 to 1. Each part that is asked
    /// for gets at least two classes, or one group.
    public init(
        catalog: ImageCatalog, by unit: Unit = .classes, validation: Double = 0.2, test: Double = 0.2, seed: UInt64
    ) throws {
        let units: [[Int]] =
            switch unit {
            case .classes: catalog.classes.indices.map { [$0] }
            case .groups:
                Dictionary(grouping: catalog.classes.indices) { catalog.classes[$0].groups }.values.sorted { $0[0] < $1[0] }
            }
        let cut = try SplitCut(
            count: units.count, least: unit == .classes ? 2 : 1, of: unit == .classes ? "classes" : "groups",
            validation: validation, test: test)
        var generator = SeededGenerator(seed: seed).derived("class split")
        let parts = cut.parts(of: units.shuffled(using: &generator)).map { $0.flatMap { $0 } }
        self.init(training: parts[0], validation: parts[1], test: parts[2])
        for part in parts where part.count == 1 {
            throw DatasetError(
                "the group of \"\(catalog.classes[part[0]].path)\" has one class, and impostor pairs need two; split by class instead"
            )
        }
    }
}

/// How many of a number of things go into training, validation and test.
struct SplitCut {
    private let validation: Int
    private let test: Int

    /// - Parameters:
    ///   - least: how many a part that is asked for gets at least; training always is.
    ///   - name: what is cut, in the plural.
    init(count: Int, least: Int, of name: String, validation: Double, test: Double) throws {
        guard (0..<1).contains(validation), (0..<1).contains(test), validation + test < 1 else {
            throw DatasetError(
                "the shares of validation (\(validation)) and test (\(test)) must lie between 0 and 1 and leave \(name) for training"
            )
        }
        let parts = 1 + (validation > 0 ? 1 : 0) + (test > 0 ? 1 : 0)
        guard count >= least * parts else {
            throw DatasetError(
                "the data set has \(count) \(name), but \(parts) parts (training, validation, test) need at least \(least) each; add \(name) or set a share to 0"
            )
        }
        func part(_ share: Double) -> Int {
            share > 0 ? max(least, Int((share * Double(count)).rounded())) : 0
        }
        // Where the least of one part leaves too little for training, the larger of the two gives way.
        var (forValidation, forTest) = (part(validation), part(test))
        while count - forValidation - forTest < least {
            if forValidation >= forTest { forValidation -= 1 } else { forTest -= 1 }
        }
        self.validation = forValidation
        self.test = forTest
    }

    /// Training, validation and test.
    func parts<Element>(of shuffled: [Element]) -> [[Element]] {
        [
            Array(shuffled.dropFirst(validation + test)), Array(shuffled.prefix(validation)),
            Array(shuffled.dropFirst(validation).prefix(test)),
        ]
    }
}
