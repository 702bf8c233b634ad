/// A horizontal bar, exact to an eighth of a cell where the terminal has the glyphs.
enum Bar {
    private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// - Parameter note: writes the percentage behind it.
    static func draw(share: Double, in canvas: inout Canvas, rect: Rect, note: Bool = false, style: Style? = nil) {
        let share = share.isFinite ? max(0, min(1, share)) : 0
        let text = note ? " \(Int(share * 100)) %".leftPadded(to: 6) : ""
        let track = rect.splitLeft(rect.columns - text.count).left
        let style = style ?? canvas.theme.training
        let filled = Int((share * Double(track.columns) * 8).rounded())
        for column in 0..<track.columns {
            let part = filled - column * 8
            let glyph: Character =
                part >= 8
                ? "█" : part > 0 && canvas.capabilities.unicode ? eighths[part - 1] : canvas.capabilities.unicode ? "░" : "-"
            canvas.put(glyph, track.column + column, track.row, part > 0 ? style : canvas.theme.border)
        }
        canvas.text(text, in: rect, canvas.theme.strong, align: .right)
    }
}
