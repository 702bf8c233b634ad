/// Which input samples an output sample is made of along one axis, and with which weights, which sum to 1.
///
/// Fewer outputs than inputs: the mean over the area that an output sample covers. More: linear between the two nearest centres,
/// the edges repeated (what PyTorch calls `area` and `bilinear` without aligned corners).
struct AxisFilter {
    /// Per output: its first input sample.
    private(set) var starts: [Int] = []
    /// Per output, and one more: where its weights begin in `weights`.
    private(set) var offsets: [Int] = [0]
    private(set) var weights: [Float] = []

    init(input: Int, output: Int) {
        let ratio = Double(input) / Double(output)
        for position in 0..<output {
            if output < input {
                appendArea(from: Double(position) * ratio, to: Double(position + 1) * ratio, input: input)
            } else {
                appendLinear(at: (Double(position) + 0.5) * ratio - 0.5, input: input)
            }
            offsets.append(weights.count)
        }
    }

    var count: Int { starts.count }

    private mutating func appendArea(from begin: Double, to end: Double, input: Int) {
        let first = Int(begin)
        let last = min(Int(end.rounded(.up)), input)
        starts.append(first)
        for sample in first..<last {
            let covered = min(end, Double(sample + 1)) - max(begin, Double(sample))
            weights.append(Float(covered / (end - begin)))
        }
    }

    private mutating func appendLinear(at place: Double, input: Int) {
        let clamped = min(max(place, 0), Double(input - 1))
        let first = Int(clamped)
        let fraction = clamped - Double(first)
        starts.append(first)
        if fraction > 0 {
            weights += [Float(1 - fraction), Float(fraction)]
        } else {
            weights.append(1)
        }
    }
}
