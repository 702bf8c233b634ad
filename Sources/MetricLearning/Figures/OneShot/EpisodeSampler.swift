/// Draws N-way K-shot episodes from classes of images.
public struct EpisodeSampler: Sendable {
    public let way: Int
    public let shots: Int
    /// Sets of classes, each large enough for an episode.
    private let pools: [[[Int]]]

    /// - Parameters:
    ///   - classes: the images of every class; those with fewer than `shots + 1` are not drawn from.
    ///   - groups: a number that classes of one group share. Where given, all classes of an episode are of one group: the alphabet of
    ///     Omniglot's challenge, which is harder than characters of different alphabets.
    /// - Throws: `MetricError` where there are not as many classes, in all or in any group.
    public init(classes: [[Int]], groups: [Int]? = nil, way: Int, shots: Int) throws {
        guard way > 1, shots > 0 else {
            throw MetricError("an episode needs at least 2 classes and 1 image of each to know it by")
        }
        let large = classes.indices.filter { classes[$0].count > shots }
        let pools =
            groups.map { groups in
                Dictionary(grouping: large) { groups[$0] }.sorted { $0.key < $1.key }.map(\.value)
            } ?? [large]
        self.way = way
        self.shots = shots
        self.pools = pools.filter { $0.count >= way }.map { $0.map { classes[$0] } }
        guard !self.pools.isEmpty else {
            let most = pools.map(\.count).max() ?? 0
            throw MetricError(
                "\(way)-way \(shots)-shot needs \(way) classes\(groups == nil ? "" : " in one group") with \(shots + 1) images each, "
                    + "but there are at most \(most); "
                    + Self.advice(most: most, shots: Self.mostShots(classes, groups, way: way)))
        }
    }

    private static func advice(most: Int, shots: Int) -> String {
        let ways = [(most > 1, "`--way \(most)`"), (shots > 0, "`--shot \(shots)`")].filter(\.0).map(\.1)
        return ways.isEmpty ? "give images of more classes" : "give at most " + ways.joined(separator: ", or ")
    }

    /// With how many images to know a class by there are enough classes, in all or in a group.
    private static func mostShots(_ classes: [[Int]], _ groups: [Int]?, way: Int) -> Int {
        let pools = groups.map { groups in Dictionary(grouping: classes.indices) { groups[$0] }.values.map { $0 } }
        return (pools ?? [Array(classes.indices)]).map { pool in
            let counts = pool.map { classes[$0].count }.sorted(by: >)
            return counts.count >= way ? counts[way - 1] - 1 : 0
        }.max() ?? 0
    }

    /// Draws the classes and their order, K supports for each, and a query of one of them that is no support. A group is as likely as
    /// it has classes.
    public func next(using generator: inout some RandomNumberGenerator) -> Episode {
        let total = pools.reduce(0) { $0 + $1.count }
        var number = Int.random(in: 0..<total, using: &generator)
        var pool = pools[0]
        for candidate in pools {
            pool = candidate
            if number < candidate.count { break }
            number -= candidate.count
        }
        let answer = Int.random(in: 0..<way, using: &generator)
        var query = 0
        let supports = pool.sample(way, using: &generator).enumerated().map { place, images in
            let drawn = images.sample(place == answer ? shots + 1 : shots, using: &generator)
            if place == answer { query = drawn[shots] }
            return Array(drawn.prefix(shots))
        }
        return Episode(query: query, supports: supports, answer: answer)
    }
}

extension Array {
    /// Some of the elements in random order: the first steps of Fisher and Yates.
    fileprivate func sample(_ number: Int, using generator: inout some RandomNumberGenerator) -> [Element] {
        var rest = self
        for place in 0..<number {
            rest.swapAt(place, Int.random(in: place..<count, using: &generator))
        }
        return Array(rest.prefix(number))
    }
}
