import Networks

/// Which classes are for training, which to choose on (validation), and which to judge by (test).
///
/// By class, never by image: a network is to compare things it has never seen.
public struct ClassSplit: Codable, Sendable, Equatable {
    /// Class indices, ascending.
    public let training: [Int]
    public let validation: [Int]
    public let test: [Int]

    public init(training: [Int], validation: [Int], test: [Int]) {
        self.training = training.sorted()
        self.validation = validation.sorted()
        self.test = test.sorted()
    }

    /// Shuffles the classes and cuts them: `validation` and `test` are shares of all, 0 to 1; each part that is asked for gets at
    /// least two classes.
    public init(_ catalog: ImageCatalog, validation: Double = 0.2, test: Double = 0.2, seed: UInt64) throws {
        guard (0..<1).contains(validation), (0..<1).contains(test), validation + test < 1 else {
            throw DatasetError(
                "the shares of validation (\(validation)) and test (\(test)) must lie between 0 and 1 and leave classes for training"
            )
        }
        let count = catalog.classes.count
        let parts = 1 + (validation > 0 ? 1 : 0) + (test > 0 ? 1 : 0)
        guard count >= 2 * parts else {
            throw DatasetError(
                "the data set has \(count) classes, but \(parts) parts (training, validation, test) need at least two each; add classes or set a share to 0"
            )
        }
        func classes(_ share: Double) -> Int {
            share > 0 ? max(2, Int((share * Double(count)).rounded())) : 0
        }
        // Where the least of one part leaves too little for training, the larger of the two gives way.
        var (forValidation, forTest) = (classes(validation), classes(test))
        while count - forValidation - forTest < 2 {
            if forValidation >= forTest { forValidation -= 1 } else { forTest -= 1 }
        }
        var generator = SeededGenerator(seed: seed).derived("class split")
        let shuffled = Array(0..<count).shuffled(using: &generator)
        self.init(
            training: Array(shuffled.dropFirst(forValidation + forTest)),
            validation: Array(shuffled.prefix(forValidation)),
            test: Array(shuffled.dropFirst(forValidation).prefix(forTest)))
    }
}
