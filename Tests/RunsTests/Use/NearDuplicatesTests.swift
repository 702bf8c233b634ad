import MetricLearning
import Networks
import Runs
import Testing

/// Groups of near rows against every pair measured by itself.
@Suite struct NearDuplicatesTests {
    /// Clouds of rows around a few centres, with exact copies, a row of zeros, and one that holds no number.
    private static func rows(_ count: Int, features: Int) -> Matrix {
        var generator = SeededGenerator(seed: 7)
        let centres = (0..<count / 3 + 1).map { _ in (0..<features).map { _ in generator.uniform(-1...1) } }
        var values: [Float] = []
        for row in 0..<count {
            for feature in centres[row * 5 % centres.count] {
                let shift: Float = row % 4 == 0 ? 0 : 0.02 * generator.uniform(-1...1)
                values.append(feature + shift)
            }
        }
        for column in 0..<features { values[3 * features + column] = 0 }
        values[6 * features] = .nan
        return Matrix(rows: count, columns: features, values: values)
    }

    private static func slowGroups(_ matrix: Matrix, _ distance: Distance, _ limit: Float) -> [[Int]] {
        var group = Array(0..<matrix.rows)
        for one in 0..<matrix.rows where one != 3 || distance == .euclidean || distance == .manhattan {
            for other in 0..<one where distance(matrix.row(one), matrix.row(other)) < limit {
                let (old, new) = (max(group[one], group[other]), min(group[one], group[other]))
                for index in group.indices where group[index] == old { group[index] = new }
            }
        }
        return Dictionary(grouping: group.indices) { group[$0] }.values.filter { $0.count > 1 }
            .sorted { $0[0] < $1[0] }
    }

    @Test(arguments: Distance.allCases, [(200, 5), (70, 40), (33, 8)])
    func groupsAreThoseOfAllPairs(distance: Distance, size: (rows: Int, features: Int)) {
        let matrix = Self.rows(size.rows, features: size.features)
        for limit: Float in [1e-6, 0.01, 0.1, 0.5] {
            let expected = Self.slowGroups(matrix, distance, limit)
            for threads in [1, 3] {
                let found = NearDuplicates.groups(of: matrix, by: distance, below: limit, threads: threads)
                #expect(found.map(\.members) == expected, "\(distance) below \(limit)")
                #expect(found.allSatisfy { $0.largestDistance < limit && $0.largestDistance >= 0 })
            }
        }
    }

    @Test func theLargestDistanceOfAGroupIsTold() throws {
        let matrix = Matrix(rows: 5, columns: 1, values: [0, 10, 0.25, 0.75, 10])
        let found = NearDuplicates.groups(of: matrix, by: .euclidean, below: 0.6)
        #expect(found.map(\.members) == [[0, 2, 3], [1, 4]])
        #expect(found.map(\.largestDistance) == [0.5, 0])
    }

    @Test func nothingHasNoGroups() {
        #expect(NearDuplicates.groups(of: Matrix(rows: 0, columns: 4), by: .cosine, below: 1).isEmpty)
        #expect(NearDuplicates.groups(of: Matrix(rows: 1, columns: 4), by: .euclidean, below: 1).isEmpty)
    }

    @Test func progressReachesTheLastRow() {
        var last = (done: 0, all: 0)
        _ = NearDuplicates.groups(of: Self.rows(200, features: 3), by: .euclidean, below: 0.1) { last = ($0, $1) }
        #expect(last == (199, 199))
    }
}
