import Networks

/// Which classes are for training, which for validation, and which for the test.
///
/// By class or by group of classes, so that a network is judged by things that it has never seen; or by pair, where it will only ever
/// meet the classes that it was trained on.
public struct ClassSplit: Codable, Sendable, Equatable {
    /// What stays together.
    public enum Unit: String, Codable, Sendable, CaseIterable {
        case classes = "class"
        /// Whole groups are held out: alphabets that were never seen.
        case groups = "group"
        /// Every class is in every part, but no image of it: so no pair of one part shares an image with a pair of another.
        case pairs = "pair"
    }

    /// Class indices, ascending.
    public let training: [Int]
    public let validation: [Int]
    public let test: [Int]
    /// Where the images of classes were divided: those that are not for training.
    public let heldOutImages: HeldOutImages?
    /// Where the data set's own folders are the split: which.
    public let folders: FolderNames?

    /// Images of classes that are for training too, as places in `ImageCatalog.items`, ascending.
    public struct HeldOutImages: Codable, Sendable, Equatable {
        public let validation: [Int]
        public let test: [Int]
    }

    public init(
        training: [Int], validation: [Int], test: [Int], heldOutImages: HeldOutImages? = nil, folders: FolderNames? = nil
    ) {
        self.training = training.sorted()
        self.validation = validation.sorted()
        self.test = test.sorted()
        self.heldOutImages = heldOutImages
        self.folders = folders
    }

    /// Shuffles the classes, the groups, or the images of each class, and cuts them: `validation` and `test` are shares of all, 0 to 1.
    /// Each part that is asked for gets at least two classes, one group, or two images of each class.
    /// - Parameter copies: images with the same bytes; where images are divided, those of one class stay together.
    public init(
        catalog: ImageCatalog, by unit: Unit = .classes, validation: Double = 0.2, test: Double = 0.2, seed: UInt64,
        copies: ImageCopies = .none
    ) throws {
        do {
            try self.init(cutting: catalog, by: unit, validation: validation, test: test, seed: seed, copies: copies)
        } catch let error as DatasetError {
            let advice = SplitAdvice(validation: validation, test: test)
            throw DatasetError("\(error); \(advice.text(instead: unit, for: catalog, copies: copies))")
        }
    }

    init(
        cutting catalog: ImageCatalog, by unit: Unit, validation: Double, test: Double, seed: UInt64, copies: ImageCopies
    ) throws {
        let units: [[Int]]
        switch unit {
        case .classes: units = catalog.classes.indices.map { [$0] }
        case .groups:
            units = Dictionary(grouping: catalog.classes.indices) { catalog.classes[$0].groups }.values.sorted { $0[0] < $1[0] }
        case .pairs:
            try self.init(imagesOf: catalog, validation: validation, test: test, seed: seed, copies: copies)
            return
        }
        let cut = try SplitCut(
            count: units.count, least: unit == .classes ? 2 : 1, of: unit == .classes ? "classes" : "groups",
            validation: validation, test: test)
        var generator = SeededGenerator(seed: seed).derived("class split")
        let parts = cut.parts(of: units.shuffled(using: &generator)).map { $0.flatMap { $0 } }
        self.init(training: parts[0], validation: parts[1], test: parts[2])
        for part in parts where part.count == 1 {
            throw DatasetError(
                "the group of \"\(catalog.classes[part[0]].path)\" has one class, and impostor pairs need two"
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
        let parts = Self.partCount(validation: validation, test: test)
        guard count >= least * parts else {
            throw DatasetError(
                "of \(name) the data set has \(count), but \(parts) parts (training, validation, test) need at least \(least) each"
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

    /// Training, and what else gets a share.
    static func partCount(validation: Double, test: Double) -> Int {
        1 + (validation > 0 ? 1 : 0) + (test > 0 ? 1 : 0)
    }

    /// Training, validation and test.
    func parts<Element>(of shuffled: [Element]) -> [[Element]] {
        [
            Array(shuffled.dropFirst(validation + test)), Array(shuffled.prefix(validation)),
            Array(shuffled.dropFirst(validation).prefix(test)),
        ]
    }
}
