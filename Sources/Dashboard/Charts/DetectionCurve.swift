import Foundation
import MetricLearning

/// False accepts against what is right or wrong of the genuine pairs, at every threshold, with the one in use.
struct DetectionCurve {
    enum Kind: CaseIterable, Hashable, Sendable {
        /// Receiver operating characteristic: the further to the upper left, the better.
        case receiverOperating
        /// Detection error trade-off (Martin et al. 1997): both errors on normal deviates; the further to the lower left, the better.
        case errorTradeOff

        var title: String { self == .receiverOperating ? "ROC" : "DET" }
    }

    let verification: Verification
    let threshold: Float
    let kind: Kind

    /// The least error that the axes of the trade-off show.
    private static let leastError = 0.001

    func draw(in canvas: inout Canvas, rect: Rect) {
        let note = kind == .receiverOperating ? "genuine over impostor accepts" : "rejects over accepts"
        let panel = canvas.panel(kind.title, in: rect, note: note)
        // Rates to the left and below, where there is room beside a curve.
        let hasTicks = panel.columns >= 20 && panel.rows >= 7
        let inside = hasTicks ? panel.splitLeft(Self.tickColumns).rest.splitTop(panel.rows - 1).top : panel
        if hasTicks { drawTicks(in: &canvas, panel: panel, plot: inside) }
        var grid = BrailleGrid(columns: inside.columns, rows: inside.rows)
        guard grid.width > 1, grid.height > 1 else { return }
        func place(_ point: Verification.Point) -> (x: Int, y: Int) {
            let (x, y) = share(point)
            return (Int((x * Double(grid.width - 1)).rounded()), Int((y * Double(grid.height - 1)).rounded()))
        }
        for (before, after) in zip(verification.curve, verification.curve.dropFirst()) {
            grid.line(from: place(before), to: place(after), canvas.theme.training)
        }
        grid.draw(in: &canvas, at: inside)
        let here = place(verification.confusion(at: threshold))
        canvas.put("●", inside.column + here.x / 2, inside.row + here.y / 4, canvas.theme.validation)
    }

    /// From the left and from the top, 0 to 1.
    private func share(_ point: Verification.Point) -> (x: Double, y: Double) {
        let accepts = Double(verification.falseAcceptRate(point))
        let rejects = Double(verification.falseRejectRate(point))
        guard kind == .errorTradeOff else { return (accepts, rejects) }
        return (Self.deviateShare(accepts), 1 - Self.deviateShare(rejects))
    }

    /// An error rate on the axis of normal deviates, 0 at the least and 1 at its opposite.
    private static func deviateShare(_ rate: Double) -> Double {
        let bound = normalDeviate(1 - leastError)
        return (normalDeviate(min(1 - leastError, max(leastError, rate))) + bound) / (2 * bound)
    }

    private static let tickColumns = 5

    private func drawTicks(in canvas: inout Canvas, panel: Rect, plot: Rect) {
        let rates = kind == .receiverOperating ? [0, 0.5, 1] : [0.01, 0.1, 0.5]
        for rate in rates {
            let share = kind == .receiverOperating ? rate : Self.deviateShare(rate)
            let text = NumberText.tick(100 * rate, spacing: 1) + "%"
            let row = Int(((1 - share) * Double(plot.rows - 1)).rounded())
            canvas.text(text.leftPadded(to: Self.tickColumns - 1), in: panel, row: row, canvas.theme.faint)
            let column = Self.tickColumns + Int((share * Double(plot.columns - 1)).rounded())
            let offset = max(Self.tickColumns, min(column - text.count / 2, panel.columns - text.count))
            canvas.text(text, in: panel, row: panel.rows - 1, offset: offset, canvas.theme.faint)
        }
    }

    /// The value below which a standard normal variable lies with a chance of `share`: bisection of the distribution function, exact
    /// to what a screen shows.
    static func normalDeviate(_ share: Double) -> Double {
        var (low, high) = (-8.0, 8.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
