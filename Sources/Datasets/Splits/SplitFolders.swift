/// Folders of a data set that are parts of a split, and no groups and no classes: `train`, `val`, `test` and what else people call them,
/// with any classes inside.
public struct SplitFolders: Sendable, Equatable {
    /// Where in the path of a class folder the split is, counted from the root.
    private enum Level: Equatable, Sendable {
        /// `train/Alphabet/character`, or below folders that all have in common.
        case fromRoot(Int)
        /// `person/train`: the split is inside of each class.
        case last
    }

    private let level: Level
    /// The folders of each part, by name, as they are spelled.
    private let parts: [String: ClassSplit.Part]
    /// Folders further inside that are parts too: `train/val` divides what is to be learned from, and archives are often extracted into a
    /// folder of their own name, `train/train`.
    private let inner: [String: ClassSplit.Part]

    /// The names of a part's folders, ascending.
    public func folders(of part: ClassSplit.Part) -> [String] {
        parts.merging(inner) { outer, _ in outer }.filter { $0.value == part }.keys.sorted()
    }

    /// Whether there is a folder for a part.
    public func has(_ part: ClassSplit.Part) -> Bool { parts.values.contains(part) || inner.values.contains(part) }

    /// The folders, as words: "train, val and test".
    public var names: String {
        let names = ClassSplit.Part.allCases.flatMap { folders(of: $0) }
        return names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1] : names.joined()
    }

    /// Finds the split in the folders that hold images; `nil` where there is none: at least two parts, of which one is for training.
    ///
    /// - Parameters:
    ///   - paths: the folders with images, from the root.
    ///   - areClasses: whether each is a class: then something must be left of its path when the split is taken out of it.
    init?(_ paths: [[String]], areClasses: Bool = true) {
        let depth = paths.map(\.count).min() ?? 0
        let common = Self.commonCount(paths)
        // Where all folders agree on the way to the split, others beside it are no reason not to see it.
        let deep = paths.filter { $0.count > common + (areClasses ? 1 : 0) }
        let found: (level: Level, parts: [String: ClassSplit.Part])
        if let parts = Self.parts(deep.map { $0[common] }, allowsOthers: true) {
            found = (.fromRoot(common), parts)
        } else if let parts = (common + 1..<max(common + 1, depth - 1)).lazy.compactMap({ index in
            Self.parts(paths.map { $0[index] }, allowsOthers: false).map { (index, $0) }
        }).first {
            found = (.fromRoot(parts.0), parts.1)
        } else if areClasses, depth > 1, let parts = Self.parts(paths.map { $0[$0.count - 1] }, allowsOthers: false) {
            found = (.last, parts)
        } else {
            return nil
        }
        (level, parts) = found
        guard case .fromRoot(let index) = level else {
            inner = [:]
            return
        }
        let hasTest = found.parts.values.contains(.test)
        let between = paths.filter { $0.count > index && found.parts[$0[index]] != nil }.flatMap {
            $0.dropFirst(index + 1).dropLast()
        }
        inner = Dictionary(
            between.compactMap { name in SplitFolderName(name).map { (name, $0.part(besideTest: hasTest)) } }
        ) { first, _ in first }
    }

    /// The part that a folder belongs to; `nil` for one beside the split. Of folders inside of each other the one that is further from
    /// training decides: whatever is in the test, is for testing alone.
    func part(ofFolder path: [String]) -> ClassSplit.Part? {
        guard let index = index(in: path), let outer = parts[path[index]] else { return nil }
        let all = [outer] + innerIndices(in: path).compactMap { inner[path[$0]] }
        return ClassSplit.Part.allCases.last { all.contains($0) }
    }

    /// The part that a file belongs to.
    func part(ofFile file: String) -> ClassSplit.Part? {
        part(ofFolder: file.split(separator: "/").dropLast().map(String.init))
    }

    /// The path of a class without the split.
    func removingSplit(from path: [String]) -> [String] {
        guard let index = index(in: path) else { return path }
        let removed = innerIndices(in: path) + [index]
        return path.indices.filter { !removed.contains($0) }.map { path[$0] }
    }

    private func innerIndices(in path: [String]) -> [Int] {
        guard case .fromRoot(let index) = level, !inner.isEmpty else { return [] }
        return path.indices.dropFirst(index + 1).dropLast().filter { inner[path[$0]] != nil }
    }

    private func index(in path: [String]) -> Int? {
        let index =
            switch level {
            case .fromRoot(let index): index
            case .last: path.count - 1
            }
        return path.indices.contains(index) && parts[path[index]] != nil ? index : nil
    }

    private static func commonCount(_ paths: [[String]]) -> Int {
        guard let first = paths.first else { return 0 }
        return first.indices.first { index in paths.contains { $0.count <= index || $0[index] != first[index] } } ?? first.count
    }

    /// - Parameter all: the folders' names, as often as there are class folders in them.
    private static func parts(_ all: [String], allowsOthers: Bool) -> [String: ClassSplit.Part]? {
        let names = Set(all)
        let common = SplitFolderName.wordsInCommon(names)
        let meanings = Dictionary(uniqueKeysWithValues: names.map { ($0, SplitFolderName($0, ignoring: common)) })
        let known = meanings.compactMapValues(\.self)
        guard allowsOthers || known.count == names.count else { return nil }
        // Two groups of many that happen to be called like parts of a split are groups.
        guard 2 * all.count(where: { known[$0] != nil }) > all.count else { return nil }
        let hasTest = known.values.contains(.test)
        let parts = known.mapValues { $0.part(besideTest: hasTest) }
        guard parts.values.contains(.training), parts.values.contains(where: { $0 != .training }) else { return nil }
        return parts
    }

    /// Folders that hold images themselves and are called like parts of a split, when no others hold any.
    static func holdImagesThemselves(_ paths: [[String]]) -> Bool {
        guard !paths.isEmpty, Set(paths.map(\.count)).count == 1 else { return false }
        let common = Swift.min(commonCount(paths), paths[0].count - 1)
        return paths[0].count == common + 1 && parts(paths.map { $0[common] }, allowsOthers: false) != nil
    }
}

/// What a folder is called when it is a part of a split: a word of `meanings`, in any letter case, also among others that say nothing
/// (`train_set`, `test images`, `val2017`) or that all parts have in common (`birds_train`, `birds_test`).
enum SplitFolderName {
    case training
    case validation
    case test
    /// For choosing where there is a test, otherwise for judging.
    case evaluation

    private static let meanings: [String: SplitFolderName] = [
        "train": .training, "training": .training, "trn": .training, "trainset": .training, "trainval": .training,
        // Omniglot is published as images_background and images_evaluation.
        "background": .training, "val": .validation, "valid": .validation, "validation": .validation, "dev": .validation,
        "development": .validation, "valset": .validation, "test": .test, "testing": .test, "tst": .test, "testset": .test,
        "eval": .evaluation, "evaluation": .evaluation, "holdout": .evaluation, "heldout": .evaluation,
    ]

    private static let fillers: Set<String> = [
        "set", "data", "dataset", "image", "images", "img", "imgs", "split", "folder", "part", "files", "photos", "pictures",
    ]

    /// - Parameter ignored: further words that say nothing.
    init?(_ folder: String, ignoring ignored: Set<String> = []) {
        let words = Self.words(of: folder).filter { !Self.fillers.contains($0) && !ignored.contains($0) }
        let found = words.compactMap { Self.meanings[$0] }
        guard found.count == words.count, let meaning = found.first else { return nil }
        // `train_val` is both of what a run learns from.
        guard found.count == 1 || (found.count == 2 && Set(found) == [.training, .validation]) else { return nil }
        self = found.count == 1 ? meaning : .training
    }

    /// Whether a folder is called like a part of a split, whatever else its name says: `seen_test`.
    static func isMentioned(in folder: String) -> Bool { words(of: folder).contains { meanings[$0] != nil } }

    /// Words that are in the names of all folders that are called like parts of a split, and do not call them so.
    static func wordsInCommon(_ folders: Set<String>) -> Set<String> {
        let parts = folders.filter(isMentioned).map { Set(words(of: $0)) }
        guard parts.count > 1, let first = parts.first else { return [] }
        return parts.reduce(first) { $0.intersection($1) }.filter { meanings[$0] == nil }
    }

    private static func words(of folder: String) -> [String] {
        folder.lowercased().split { !$0.isLetter }.map(String.init)
    }

    func part(besideTest: Bool) -> ClassSplit.Part {
        switch self {
        case .training: .training
        case .validation: .validation
        case .test: .test
        case .evaluation: besideTest ? .validation : .test
        }
    }
}
