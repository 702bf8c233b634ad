/// Things that are joined pair by pair (union-find, with path halving). A set remembers the largest distance that joined it.
struct DisjointSets: Sendable {
    private var parents: [Int]
    /// By the first member of a set.
    private var largest: [Float]

    init(count: Int) {
        parents = Array(0..<count)
        largest = Array(repeating: -.infinity, count: count)
    }

    mutating func join(_ left: Int, _ right: Int, distance: Float) {
        let (one, other) = (representative(of: left), representative(of: right))
        // The smaller one stays, so that a set is called after its first member.
        let (first, second) = (min(one, other), max(one, other))
        parents[second] = first
        largest[first] = max(distance, largest[first], largest[second])
    }

    mutating func representative(of member: Int) -> Int {
        var place = member
        while parents[place] != place {
            parents[place] = parents[parents[place]]
            place = parents[place]
        }
        return place
    }

    /// Joins what is joined in another one of the same things.
    mutating func merge(_ other: DisjointSets) {
        for (member, parent) in other.parents.enumerated() { join(member, parent, distance: other.largest[parent]) }
    }

    /// Sets of at least two members in the order of their first ones, each ascending, with the largest distance that joined them.
    var groups: [(members: [Int], largestDistance: Float)] {
        var copy = self
        var members: [Int: [Int]] = [:]
        for member in parents.indices { members[copy.representative(of: member), default: []].append(member) }
        return members.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { (members: $0.value, largestDistance: largest[$0.key]) }
    }
}
