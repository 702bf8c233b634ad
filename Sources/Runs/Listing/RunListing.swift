import Foundation

/// All runs in a folder, as the folder of `runs/` has them: each in a folder of its own.
public struct RunListing: Sendable {
    public let root: String
    /// The latest begun first.
    public private(set) var runs: [RunSummary] = []
    /// Folders with a `run.json` that cannot be opened, and why.
    public private(set) var unreadable: [(folder: String, reason: String)] = []

    /// - Parameter root: a folder that need not exist: then there are no runs.
    public init(of root: String) {
        self.root = root
        update()
    }

    /// Looks again: new runs appear, known ones are read on from where they were.
    public mutating func update() {
        var known = Dictionary(uniqueKeysWithValues: runs.map { ($0.folder, $0) })
        runs = []
        unreadable = []
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root))?.sorted() ?? [] {
            let folder = root + "/" + name
            guard FileManager.default.fileExists(atPath: folder + "/run.json") else { continue }
            do {
                if var summary = known.removeValue(forKey: folder) {
                    try summary.update()
                    runs.append(summary)
                } else {
                    runs.append(try RunSummary(opening: folder))
                }
            } catch {
                unreadable.append((folder, String(describing: error)))
            }
        }
        runs.sort { $0.description.startedAt > $1.description.startedAt }
    }
}
