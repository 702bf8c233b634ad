import MetricLearning
import TestSupport
import Testing

@Suite struct NearestNeighboursTests {
    private typealias Neighbour = NearestNeighbours.Neighbour

    @Test(arguments: Distance.allCases) func findsWhatSortingFinds(_ distance: Distance) throws {
        let rows = 2500
        var values: [Float] = randomNumbers(rows * 19, seed: 3)
        // Some rows twice, so that there are ties.
        values.replaceSubrange(19 * 700..<19 * 800, with: values[0..<19 * 100])
        let gallery = Matrix(rows: rows, columns: 19, values: values)
        let search = NearestNeighbours(gallery: gallery, distance: distance)
        for query in [0, 50, 2400] {
            let sorted = (0..<rows).map { Neighbour(row: $0, distance: distance(gallery.row(query), gallery.row($0))) }.sorted()
            for (count, threads) in [(1, 1), (10, 2), (200, 2), (rows, 1), (rows + 7, 3)] {
                let found = search.nearest(to: gallery.row(query), count: count, threads: threads)
                #expect(found == Array(sorted.prefix(count)), "\(count) with \(threads) threads")
            }
        }
    }

    @Test func nonsenseIsNoNeighbour() {
        let search = NearestNeighbours(
            gallery: Matrix(rows: 3, columns: 1, values: [.nan, 5, .infinity]), distance: .euclidean)
        #expect(search.nearest(to: [1], count: 5).map(\.row) == [1, 2])
        #expect(search.nearest(to: [1], count: 0).isEmpty)
        #expect(NearestNeighbours(gallery: Matrix(rows: 0, columns: 1), distance: .cosine).nearest(to: [1], count: 3).isEmpty)
    }
}
