/// Names that a mistyped one may have meant.
enum NearName {
    /// Letters that may be wrong: one of three, and at least one.
    private static func tolerance(of name: String) -> Int { max(1, name.count / 3) }

    /// Those that differ in few letters, the nearest first; of three letters or more also those that begin so.
    static func of(_ typed: String, among names: [String]) -> [String] {
        let near = names.map { (name: $0, distance: distance(typed, $0)) }
            .filter { $0.distance <= tolerance(of: typed) || (typed.count >= 3 && $0.name.hasPrefix(typed)) }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.map(\.name)
    }

    /// Letters to insert, take away, replace, or swap with their neighbor (optimal string alignment; Damerau 1964).
    static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one), Array(other))
        var rows = [Array(0...other.count)]
        for (i, letter) in one.enumerated() {
            var row = [i + 1]
            for (j, wanted) in other.enumerated() {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (letter == wanted ? 0 : 1))
                if i > 0, j > 0, letter == other[j - 1], one[i - 1] == wanted { best = min(best, rows[i - 1][j - 1] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
