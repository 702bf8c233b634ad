import Foundation

/// Files that were read although something is wrong with them that costs no pixel, gathered while images are decoded on several threads.
/// Safe from any thread: everything is behind the lock.
final class FlawTally: @unchecked Sendable {
    private let lock = NSLock()
    private var items: [String: [Int]] = [:]

    func note(_ image: DecodedImage, _ item: Int) {
        guard let flaw = image.flaw else { return }
        lock.withLock { items[flaw, default: []].append(item) }
    }

    /// The most frequent first.
    func groups(in catalog: ImageCatalog) -> [FileGroup] {
        lock.withLock {
            items.map { flaw, items in
                FileGroup(
                    reason: flaw, count: items.count, first: items.sorted().prefix(FileGroup.shown).map { catalog.items[$0].file }
                )
            }
        }.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    }
}
