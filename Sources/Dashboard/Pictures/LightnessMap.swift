/// How light a picture is at every place of a grid, for terminals that have no shades of their own.
struct LightnessMap {
    let width: Int
    let height: Int
    /// 0 to 1, row by row.
    private(set) var values: [Double]

    init(_ picture: Picture, in size: (width: Int, height: Int)) {
        (width, height) = size
        values = (0..<size.height * size.width).map {
            picture.mean(x: $0 % size.width, y: $0 / size.width, in: size).lightness
        }
    }

    /// Spreads what is between the darkest and the lightest parts over the whole range: a few dots have no room for faint differences.
    mutating func stretch() {
        let sorted = values.sorted()
        guard let low = sorted.dropFirst(sorted.count / 32).first, let high = sorted.dropLast(sorted.count / 32).last else {
            return
        }
        // What is nearly even stays so: its noise is no picture.
        let gain = min(1 / max(high - low, 1e-6), Self.largestGain)
        let middle = (low + high) / 2
        let newMiddle = middle + (0.5 - middle) * gain * (high - low)
        values = values.map { min(1, max(0, newMiddle + gain * ($0 - middle))) }
    }

    private static let largestGain = 10.0

    /// Draws edges out by what sets a place apart from the mean of its surroundings.
    mutating func sharpen() {
        let blurred = Self.transposed(Self.rowMeans(Self.transposed(Self.rowMeans(values, width), width), height), height)
        values = zip(values, blurred).map { min(1, max(0, $0 + Self.sharpness * ($0 - $1))) }
    }

    private static let sharpness = 0.8
    /// Places to either side that count as surroundings.
    private static let reach = 2

    private static func rowMeans(_ values: [Double], _ width: Int) -> [Double] {
        values.indices.map { place in
            let (column, start) = (place % width, place - place % width)
            let near = max(0, column - reach)...min(width - 1, column + reach)
            return near.reduce(0) { $0 + values[start + $1] } / Double(near.count)
        }
    }

    private static func transposed(_ values: [Double], _ width: Int) -> [Double] {
        let height = values.count / width
        return values.indices.map { values[$0 % height * width + $0 / height] }
    }

    /// Dots where it is light; what a dot is too much or too little goes to those after it (Floyd, Steinberg 1976).
    func dots() -> [Bool] {
        var left = values
        return values.indices.map { place in
            let (x, y) = (place % width, place / width)
            let isLight = left[place] > 0.5
            let error = left[place] - (isLight ? 1 : 0)
            for (right, down, share) in [(1, 0, 7.0), (-1, 1, 3), (0, 1, 5), (1, 1, 1)]
            where (0..<width).contains(x + right) && y + down < height {
                left[place + down * width + right] += error * share / 16
            }
            return isLight
        }
    }
}
