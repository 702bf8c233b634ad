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

    /// The names of a part's folders, ascending.
    public func folders(of part: ClassSplit.Part) -> [String] { parts.filter { $0.value == part }.keys.sorted() }

    /// Whether there is a folder for a part.
    public func has(_ part: ClassSplit.Part) -> Bool { parts.values.contains(part) }

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
        if let parts = Self.parts(deep.map { $0[common] }, allowsOthers: true) {
            (level, self.parts) = (.fromRoot(common), parts)
        } else if let parts = (common + 1..<max(common + 1, depth - 1)).lazy.compactMap({ index in
            Self.parts(paths.map { $0[index] }, allowsOthers: false).map { (index, $0) }
        }).first {
            (level, self.parts) = (.fromRoot(parts.0), parts.1)
        } else if areClasses, depth > 1, let parts = Self.parts(paths.map { $0[$0.count - 1] }, allowsOthers: false) {
            (level, self.parts) = (.last, parts)
        } else {
            return nil
        }
    }

    /// The part that a folder belongs to; `nil` for one beside the split.
    func part(ofFolder path: [String]) -> ClassSplit.Part? { index(in: path).flatMap { parts[path[$0]] } }

    /// The part that a file belongs to.
    func part(ofFile file: String) -> ClassSplit.Part? {
        part(ofFolder: file.split(separator: "/").dropLast().map(String.init))
    }

    /// The path of a class without the split.
    func removingSplit(from path: [String]) -> [String] {
        guard let index = index(in: path) else { return path }
        return Array(path[..<index] + path[(index + 1)...])
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
        let meanings = Dictionary(uniqueKeysWithValues: names.map { ($0, SplitFolderName($0)) })
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

/// What a folder is called when it is a part of a split: a word of `words`, in any letter case, also among others that say nothing
/// (`train_set`, `test images`, `val2017`).
enum SplitFolderName {
    case training
    case validation
    case test
    /// For choosing where there is a test, otherwise for judging.
    case evaluation

    private static let words: [String: SplitFolderName] = [
        "train": .training, "training": .training, "trn": .training, "trainset": .training, "val": .validation,
        "valid": .validation,
        "validation": .validation, "dev": .validation, "development": .validation, "valset": .validation, "test": .test,
        "testing": .test, "tst": .test, "testset": .test, "eval": .evaluation, "evaluation": .evaluation,
    ]

    private static let fillers: Set<String> = [
        "set", "data", "dataset", "image", "images", "img", "imgs", "split", "folder", "part", "files", "photos", "pictures",
    ]

    init?(_ folder: String) {
        let words = folder.lowercased().split { !$0.isLetter }.map(String.init).filter { !Self.fillers.contains($0) }
        guard words.count == 1, let meaning = Self.words[words[0]] else { return nil }
        self = meaning
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
