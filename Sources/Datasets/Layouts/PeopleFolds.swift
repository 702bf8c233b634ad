import Networks

/// The folds of `people.txt` in Labeled Faces in the Wild: people who stay together when figures are made by cross-validation.
///
/// First a line with the number of folds; then for each a line with its number of people and a line `Name images` for each of them
/// (Huang et al. 2007). The lists of the development sets have one part and no number of folds.
struct PeopleFolds {
    /// The names in each fold.
    let folds: [[String]]

    /// - Throws: `DatasetError` that begins with a verb, to be put behind the name of the file.
    init(parsing text: String) throws {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(whereSeparator: \.isWhitespace) }.filter {
            !$0.isEmpty
        }
        func count(_ line: Int) -> Int? {
            guard line < lines.count, lines[line].count == 1, let count = Int(lines[line][0]), count > 0 else { return nil }
            return count
        }
        guard let first = count(0) else {
            throw DatasetError("begins with no count; its first line is the number of folds, or of people where there are none")
        }
        var folds: [[String]] = []
        // Without a second count there is one part, of which the first line is the size.
        let hasFolds = count(1) != nil
        let parts = hasFolds ? first : 1
        var next = hasFolds ? 1 : 0
        while folds.count < parts, next < lines.count {
            guard let people = count(next) else {
                throw DatasetError("has no count of people where fold \(folds.count + 1) begins")
            }
            let names = lines[(next + 1)...].prefix(people)
            guard names.count == people, names.allSatisfy({ $0.count == 2 && Int($0[1]) != nil }) else {
                throw DatasetError("does not list \(people) people, each as \"Name images\", in fold \(folds.count + 1)")
            }
            folds.append(names.map { String($0[0]) })
            next += 1 + people
        }
        guard folds.count == parts, next == lines.count else {
            throw DatasetError(
                "has \(folds.count) folds with \(lines.count - next) lines behind them, but says that there are \(parts)")
        }
        self.folds = folds
    }

    /// Genuine and as many impostor pairs of the people of each fold, always the same: at most so many of a kind in a fold, as in
    /// `pairs.txt`.
    static let pairsOfAKind = 300

    /// - Returns: pairs and the fold of each; none where there is a single part, and from folds that cannot make both kinds.
    func pairs(_ catalog: ImageCatalog) throws -> (pairs: [ImagePair], folds: [Int]) {
        guard folds.count > 1 else { return ([], []) }
        let places = Dictionary(catalog.classes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var pairs: [ImagePair] = []
        var foldOfPair: [Int] = []
        for (number, names) in folds.enumerated() {
            let classes = names.compactMap { places[$0] }
            let genuine = classes.reduce(0) { sum, place in
                let count = catalog.classes[place].items.count
                return sum + count * (count - 1) / 2
            }
            guard classes.count > 1, genuine > 0 else { continue }
            let sampler = try PairSampler(
                catalog: catalog, classes: classes, generator: SeededGenerator(seed: 0).derived("people", number))
            let chosen = sampler.fixedPairs(count: 2 * min(genuine, Self.pairsOfAKind))
            pairs += chosen
            foldOfPair += chosen.map { _ in number }
        }
        return (pairs, foldOfPair)
    }
}
