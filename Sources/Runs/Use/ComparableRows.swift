import MetricLearning

/// Embeddings in a form in which every distance is a plain sum over features, in the order of their distances to one of them.
struct ComparableRows: Sendable {
    /// How the sum becomes the distance.
    private enum Measure {
        /// A sum of squares, whose root is the distance.
        case root
        case squares
        /// Rows have the length 1, so half a sum of squares is one minus the cosine.
        case halfSquares
        case absolutes
    }

    /// Rows of zeros behind the last feature, eight features at a time.
    private let values: [SIMD8<Float>]
    private let width: Int
    /// Where a row was in the matrix.
    private let places: [Int]
    /// Distances to one of the rows, ascending, in a measure for which the triangle inequality holds.
    private let keys: [Float]
    private let measure: Measure
    /// What a sum must stay below.
    private let bound: Float
    /// How far two keys may lie apart.
    private let reach: Float

    var count: Int { places.count }

    init(_ embeddings: Matrix, _ distance: Distance, limit: Float) {
        let width = (embeddings.columns + 7) / 8
        var places: [Int] = []
        var values: [SIMD8<Float>] = []
        values.reserveCapacity(embeddings.rows * width)
        let arranged = embeddings.arranged(for: distance)
        let comparesDirections = distance == .cosine || distance == .correlation
        for row in 0..<embeddings.rows {
            let features = Array(arranged.row(row))
            // What has no direction is near to nothing where directions are compared.
            guard features.allSatisfy(\.isFinite), !comparesDirections || features.contains(where: { $0 != 0 }) else { continue }
            places.append(row)
            for start in stride(from: 0, to: width * 8, by: 8) {
                var eight = SIMD8<Float>(repeating: 0)
                for lane in 0..<min(8, features.count - start) { eight[lane] = features[start + lane] }
                values.append(eight)
            }
        }
        let measure: Measure =
            switch distance {
            case .euclidean: .root
            case .squaredEuclidean: .squares
            case .cosine, .correlation: .halfSquares
            case .manhattan: .absolutes
            }
        switch measure {
        case .root: bound = limit > 0 ? limit * limit : 0
        case .squares, .absolutes: bound = limit
        case .halfSquares: bound = 2 * limit
        }
        // A row that is far from the others tells most of them apart.
        let first = Self.keys(values, width, to: 0, measure)
        let pivot = first.indices.max { first[$0] < first[$1] } ?? 0
        let unsorted = Self.keys(values, width, to: pivot, measure)
        let order = unsorted.indices.sorted { (unsorted[$0], $0) < (unsorted[$1], $1) }
        keys = order.map { unsorted[$0] }
        self.places = order.map { places[$0] }
        self.values = order.flatMap { values[$0 * width..<($0 + 1) * width] }
        self.width = width
        self.measure = measure
        // Room for what rounding does to the keys.
        reach = (measure == .absolutes ? bound : max(0, bound).squareRoot()) + 1e-3 * (keys.last ?? 0)
    }

    /// Hands on every pair below the limit with its distance, of which the one that comes first in order is in `part`.
    func forEachPair(from part: Range<Int>, _ body: (_ one: Int, _ other: Int, _ distance: Float) -> Void) {
        values.withUnsafeBufferPointer { values in
            // Blocks against blocks, so that both stay in the cache.
            var start = part.lowerBound
            while start < count, keys[start] - keys[part.upperBound - 1] < reach {
                let end = min(count, start + part.count)
                for one in part {
                    for other in max(start, one + 1)..<max(end, one + 1) {
                        guard let sum = sum(values, one, other) else { continue }
                        body(places[one], places[other], distance(ofSum: sum))
                    }
                }
                start = end
            }
        }
    }

    /// `nil` where the sum reaches the bound, which is looked at now and then.
    private func sum(_ values: UnsafeBufferPointer<SIMD8<Float>>, _ one: Int, _ other: Int) -> Float? {
        var sum: Float = 0
        for start in stride(from: 0, to: width, by: 4) {
            let end = min(width, start + 4)
            sum += Self.sum(values, one * width + start, other * width + start, end - start, measure)
            guard sum < bound else { return nil }
        }
        return sum
    }

    private static func sum(
        _ values: UnsafeBufferPointer<SIMD8<Float>>, _ one: Int, _ other: Int, _ count: Int, _ measure: Measure
    ) -> Float {
        var total = SIMD8<Float>(repeating: 0)
        if measure == .absolutes {
            for index in 0..<count {
                let difference = values[one + index] - values[other + index]
                total += pointwiseMax(difference, -difference)
            }
        } else {
            for index in 0..<count {
                let difference = values[one + index] - values[other + index]
                total += difference * difference
            }
        }
        return total.sum()
    }

    private func distance(ofSum sum: Float) -> Float {
        switch measure {
        case .root: sum.squareRoot()
        case .squares, .absolutes: sum
        case .halfSquares: sum / 2
        }
    }

    private static func keys(_ values: [SIMD8<Float>], _ width: Int, to pivot: Int, _ measure: Measure) -> [Float] {
        guard width > 0 else { return [] }
        return values.withUnsafeBufferPointer { values in
            (0..<values.count / width).map { row in
                let sum = sum(values, row * width, pivot * width, width, measure)
                return measure == .absolutes ? sum : sum.squareRoot()
            }
        }
    }
}
