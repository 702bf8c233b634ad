import Datasets
import Networks

/// What differs between a run's data set as it was and as it is now.
public struct DatasetChanges: Sendable, Equatable {
    /// An image of a class, by name, and what it is where that was looked at.
    struct Entry {
        let className: String
        let file: String
        let content: ImageContent?
    }

    public struct RenamedClass: Sendable, Hashable {
        public let old: String
        public let new: String
    }

    public private(set) var missingClasses: [String] = []
    public private(set) var newClasses: [String] = []
    /// New classes with the very images of missing ones; they are among those too.
    public private(set) var renamedClasses: [RenamedClass] = []
    /// Of classes that are there.
    public private(set) var missingImages: [String] = []
    public private(set) var newImages: [String] = []
    /// What lies under the name is another image.
    public private(set) var changedImages: [String] = []

    public var isEmpty: Bool {
        missingClasses.isEmpty && newClasses.isEmpty && missingImages.isEmpty && newImages.isEmpty && changedImages.isEmpty
    }

    init(from old: [Entry], to new: [Entry]) {
        let (oldClasses, newClasses) = (Self.byClass(old), Self.byClass(new))
        missingClasses = oldClasses.keys.filter { newClasses[$0] == nil }.sorted()
        self.newClasses = newClasses.keys.filter { oldClasses[$0] == nil }.sorted()
        findRenamed(oldClasses, newClasses)
        for (name, before) in oldClasses.sorted(by: { $0.key < $1.key }) {
            guard let now = newClasses[name] else { continue }
            let contents = Dictionary(now.map { ($0.file, $0.content) }) { first, _ in first }
            let known = Set(before.map(\.file))
            for image in before {
                guard let content = contents[image.file] else {
                    missingImages.append(image.file)
                    continue
                }
                if let was = image.content, let content, was != content { changedImages.append(image.file) }
            }
            newImages += now.map(\.file).filter { !known.contains($0) }
        }
    }

    private static func byClass(_ entries: [Entry]) -> [String: [Entry]] { Dictionary(grouping: entries, by: \.className) }

    private mutating func findRenamed(_ old: [String: [Entry]], _ new: [String: [Entry]]) {
        func contents(_ entries: [Entry]?) -> Set<ImageContent> { Set(entries?.compactMap(\.content) ?? []) }
        for name in missingClasses {
            let images = contents(old[name])
            guard !images.isEmpty, let found = newClasses.first(where: { contents(new[$0]).isSuperset(of: images) }) else {
                continue
            }
            renamedClasses.append(RenamedClass(old: name, new: found))
        }
    }

    // MARK: Words

    /// What differs, with counts and the first names: `the class "a" is missing, the class "b" is new, 3 images have changed (...)`.
    public var text: String {
        let plainlyMissing = missingClasses.filter { name in !renamedClasses.contains { $0.old == name } }
        let plainlyNew = newClasses.filter { name in !renamedClasses.contains { $0.new == name } }
        return [
            Self.classes(plainlyMissing, "is missing", "are missing"), Self.classes(plainlyNew, "is new", "are new"),
            renamedClasses.isEmpty
                ? nil
                : Self.counted(
                    renamedClasses.map { "\"\($0.old)\" is missing and \"\($0.new)\" is new, with its images" }, one: "the class",
                    many: "classes were renamed"),
            Self.images(missingImages, "is missing", "are missing"), Self.images(newImages, "is new", "are new"),
            Self.others(changedImages),
        ].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
    }

    static func missing(_ images: [String]) -> String { Self.images(images, "is missing", "are missing") ?? "" }
    static func others(_ images: [String]) -> String { Self.images(images, "is another one now", "are other ones now") ?? "" }

    private static func classes(_ names: [String], _ one: String, _ many: String) -> String? {
        guard !names.isEmpty else { return nil }
        return names.count == 1
            ? "the class \"\(names[0])\" \(one)" : "\(names.count) classes \(many) (\(firstNames(names.map { "\"\($0)\"" })))"
    }

    private static func images(_ names: [String], _ one: String, _ many: String) -> String? {
        guard !names.isEmpty else { return nil }
        return names.count == 1 ? "the image \(names[0]) \(one)" : "\(names.count) images \(many) (\(firstNames(names)))"
    }

    private static func counted(_ phrases: [String], one: String, many: String) -> String {
        phrases.count == 1 ? "\(one) \(phrases[0])" : "\(phrases.count) \(many) (\(firstNames(phrases)))"
    }

    /// Up to three.
    static func firstNames(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", ..." : "")
    }
}

extension DatasetRecord {
    /// All images of some parts.
    func entries(of parts: [ClassSplit.Part] = ClassSplit.Part.allCases) -> [DatasetChanges.Entry] {
        parts.flatMap(classes).flatMap { entry in
            entry.files.map { DatasetChanges.Entry(className: entry.name, file: $0.name, content: $0.content) }
        }
    }
}
