import Networks

extension SeededGenerator {
    /// Two different numbers in `0 ..< bound`, every ordered pair of them equally likely; `bound` must be at least 2.
    mutating func twoIndices(below bound: Int) -> (Int, Int) {
        let one = index(below: bound)
        let other = index(below: bound - 1)
        return (one, other >= one ? other + 1 : other)
    }

    /// Different numbers in `0 ..< bound` in random order; where there are fewer than `count`, they come again from the beginning.
    mutating func distinctIndices(_ count: Int, below bound: Int) -> [Int] {
        guard bound > 2 * count else {
            let all = Array(0..<bound).shuffled(using: &self)
            return (0..<count).map { all[$0 % bound] }
        }
        // Few out of many: at most every second try is in vain.
        var chosen: [Int] = []
        while chosen.count < count {
            let candidate = index(below: bound)
            if !chosen.contains(candidate) { chosen.append(candidate) }
        }
        return chosen
    }
}
