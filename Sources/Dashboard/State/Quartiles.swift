/// Where the middle half of some numbers lies.
struct Quartiles: Hashable, Sendable {
    let lower: Float
    let median: Float
    let upper: Float

    /// - Returns: `nil` where there is no finite number.
    init?(_ values: [Float]) {
        let sorted = values.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        func quantile(_ share: Double) -> Float {
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (sorted[high] - sorted[low]) * Float(place - Double(low))
        }
        (lower, median, upper) = (quantile(0.25), quantile(0.5), quantile(0.75))
    }

    private init(lower: Float, median: Float, upper: Float) {
        (self.lower, self.median, self.upper) = (lower, median, upper)
    }

    /// - Parameter share: how much of the other, 0 to 1.
    func mixed(with other: Quartiles, share: Float) -> Quartiles {
        func mix(_ part: KeyPath<Quartiles, Float>) -> Float {
            self[keyPath: part] + (other[keyPath: part] - self[keyPath: part]) * share
        }
        return Quartiles(lower: mix(\.lower), median: mix(\.median), upper: mix(\.upper))
    }
}
