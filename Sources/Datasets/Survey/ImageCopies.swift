import Foundation

/// Images of which the files have the same bytes. That is certain, and never meant: a genuine pair of the two says nothing, an impostor
/// pair is wrong, and one in training and one in a test makes its figures better than they are.
public struct ImageCopies: Sendable, Equatable {
    /// Places in a catalogue's items that have the same bytes: at least two each, ascending, in the order of the first.
    public let groups: [[Int]]
    /// Per item that is a copy of one before it, the first one.
    private let firsts: [Int: Int]

    public static let none = ImageCopies(groups: [])

    init(groups: [[Int]]) {
        self.groups = groups
        firsts = Dictionary(uniqueKeysWithValues: groups.flatMap { group in group.dropFirst().map { ($0, group[0]) } })
    }

    /// Compares the files of a catalogue. Only files of the same length are read.
    public init(in catalog: ImageCatalog, threads: Int = 2) {
        // Parts of files have no bytes of their own.
        let whole = catalog.items.indices.filter { catalog.items[$0].location.part == nil }
        let lengths = Dictionary(grouping: whole) { FileBytes.length(catalog.path(of: $0)) ?? -1 }
        let candidates = lengths.filter { $0.key >= 0 && $0.value.count > 1 }.flatMap(\.value)
        let hashes = HashTable()
        concurrently(candidates.count, threads: threads) { number in
            let item = candidates[number]
            hashes.note(try? ContentHash(contentsOf: catalog.path(of: item)), item)
        }
        self.init(groups: hashes.items.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] })
    }

    /// The first image of the same class with the same bytes.
    func original(of item: Int, in catalog: ImageCatalog) -> Int {
        guard let first = firsts[item] else { return item }
        let label = catalog.items[item].classIndex
        guard catalog.items[first].classIndex != label else { return first }
        return groups.first { $0[0] == first }?.first { catalog.items[$0].classIndex == label } ?? item
    }

    /// Whether most images are copies: then the data set shows one thing, and copies are not what is wrong with it.
    public func areMost(of catalog: ImageCatalog) -> Bool { 2 * firsts.count > catalog.items.count }

    /// Groups of which images are in both parts of a split.
    func shared(by one: ClassSplit.Part, _ other: ClassSplit.Part, of split: ClassSplit, in catalog: ImageCatalog) -> [[Int]] {
        let (left, right) = (Set(split.images(of: one, in: catalog).joined()), Set(split.images(of: other, in: catalog).joined()))
        return groups.compactMap { group in
            guard let first = group.first(where: left.contains), let second = group.first(where: right.contains) else {
                return nil
            }
            return [first, second]
        }
    }

    /// Safe from any thread: everything is behind the lock.
    private final class HashTable: @unchecked Sendable {
        private let lock = NSLock()
        private(set) var items: [ContentHash: [Int]] = [:]

        func note(_ hash: ContentHash?, _ item: Int) {
            guard let hash else { return }
            lock.withLock { items[hash, default: []].append(item) }
        }
    }
}
