import ArgumentParser
import Datasets
import Foundation
import MetricLearning
import Runs

struct Duplicates: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds groups of images that are nearly the same.",
        discussion: """
            Two images are nearly the same when their distance is below --distance: by default a tenth of the run's threshold, \
            so that other images of the same class are not among them. A group holds whatever is linked by such pairs.
            """)

    @OptionGroup var model: ModelOptions
    @Argument(help: "A folder of images, at any depth.") var gallery: String
    @Option(help: ArgumentHelp("The largest distance.", valueName: "D"), transform: positiveNumber("--distance"))
    var distance: Double?
    @Flag(help: "Print JSON instead of groups of lines.") var json = false

    /// Of the threshold.
    private static let usualShare: Float = 0.1

    func run() throws {
        try Failure.reporting {
            let catalog = try ImageCatalog.images(at: [gallery])
            let model = try model.open()
            guard let limit = distance.map(Float.init) ?? model.weights.threshold.map({ $0 * Self.usualShare }) else {
                throw Failure("the run was never evaluated, so it has no threshold; give --distance", .usage)
            }
            var cache = GalleryCache(for: gallery, model: model)
            defer { Output.clearProgress() }
            let embedded = try cache.embed(catalog, with: model) { done, all in
                Output.progress("Embedding the images: \(done.grouped) of \(all.grouped)")
            }
            Output.clearProgress()
            for file in embedded.catalog.broken { Output.note("\(file.file) was left out: it \(file.reason)") }
            let groups = try groups(of: embedded, within: limit, model)
            if json { try Output.json(groups) } else { show(groups, of: embedded.catalog.items.count) }
        }
    }

    private func groups(of embedded: EmbeddedCatalog, within limit: Float, _ model: TrainedModel) throws -> [Group] {
        var links = DisjointSets(count: embedded.embeddings.rows)
        var farthest: [(left: Int, distance: Float)] = []
        for left in 0..<embedded.embeddings.rows {
            for right in left + 1..<max(left + 1, embedded.embeddings.rows) {
                let distance = try model.distance(embedded.embeddings.row(left), embedded.embeddings.row(right))
                guard distance < limit else { continue }
                links.join(left, right)
                farthest.append((left, distance))
            }
            Output.progress("Comparing: \((left + 1).grouped) of \(embedded.embeddings.rows.grouped)")
        }
        Output.clearProgress()
        var largest: [Int: Float] = [:]
        for pair in farthest {
            let group = links.representative(of: pair.left)
            largest[group] = max(largest[group] ?? 0, pair.distance)
        }
        return links.sets.filter { $0.count > 1 }.map { members in
            Group(
                files: members.map { embedded.catalog.items[$0].file },
                largestDistance: largest[links.representative(of: members[0])] ?? 0)
        }
    }

    private func show(_ groups: [Group], of images: Int) {
        for (number, group) in groups.enumerated() {
            Output.line(String(format: "group %d, distances up to %.4f", number + 1, group.largestDistance))
            for file in group.files { Output.line("  \(file)") }
        }
        let members = groups.map(\.files.count).reduce(0, +)
        Output.line("\(groups.count.grouped) groups with \(members.grouped) of \(images.grouped) images")
    }

    private struct Group: Encodable {
        let files: [String]
        let largestDistance: Float
    }
}

/// Things that are joined pair by pair (union-find, with path halving).
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) {
        parents = Array(0..<count)
    }

    mutating func join(_ left: Int, _ right: Int) {
        let (first, second) = (representative(of: left), representative(of: right))
        // The smaller one stays, so that a set is called after its first member.
        parents[max(first, second)] = min(first, second)
    }

    mutating func representative(of member: Int) -> Int {
        var place = member
        while parents[place] != place {
            parents[place] = parents[parents[place]]
            place = parents[place]
        }
        return place
    }

    /// All sets in the order of their first members, each ascending.
    var sets: [[Int]] {
        var copy = self
        var members: [Int: [Int]] = [:]
        for member in parents.indices { members[copy.representative(of: member), default: []].append(member) }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }
}
