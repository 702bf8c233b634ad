/// A curve one row high.
enum Sparkline {
    private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let asciiLevels: [Character] = ["_", ".", "-", "=", "+", "*", "%", "#"]

    /// The latest values, one a column, scaled to their own span.
    static func text(_ values: [Float], columns: Int, capabilities: Capabilities) -> String {
        let shown = values.suffix(max(0, columns)).map { $0.isFinite ? $0 : 0 }
        guard let low = shown.min(), let high = shown.max() else { return "" }
        let glyphs = capabilities.unicode ? levels : asciiLevels
        return String(
            shown.map { value in
                let share = high > low ? (value - low) / (high - low) : 0.5
                return glyphs[min(glyphs.count - 1, max(0, Int(share * Float(glyphs.count))))]
            })
    }
}
