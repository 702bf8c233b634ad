/// How genuine and impostor distances moved over the training: the middle half of each as a band, its median as a line, with the
/// threshold that validation chose.
struct DistanceBands {
    let snapshots: [RunHistory.Snapshot]
    /// Thresholds over the steps.
    let threshold: Series

    private static let labelColumns = 7

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard let first = snapshots.first?.step, let last = snapshots.last?.step, last > first, rect.rows >= 4,
            rect.columns >= 24
        else {
            canvas.text(
                "the bands begin with the second evaluation", in: rect, row: rect.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        let (above, line) = rect.splitTop(rect.rows - 1)
        let plot = above.splitLeft(Self.labelColumns).rest
        var highest =
            snapshots.flatMap { [$0.genuine?.upper, $0.impostor?.upper] }.compactMap { $0 }.filter(\.isFinite).max() ?? 1
        highest = max(highest, threshold.last.flatMap { $0.isFinite ? $0 : nil } ?? 0)
        // A learned comparison has distances below zero.
        let lowest =
            snapshots.flatMap { [$0.genuine?.lower, $0.impostor?.lower] }.compactMap { $0 }.filter(\.isFinite).min() ?? 0
        let least = Double(min(lowest, threshold.values.filter(\.isFinite).min() ?? 0, 0))
        let axis = Axis(low: least, high: least + (Double(highest) - least) * 1.05)
        drawTicks(axis, in: &canvas, rect: above)
        var grid = BrailleGrid(columns: plot.columns, rows: plot.rows)
        func height(_ value: Float) -> Int? {
            guard value.isFinite else { return nil }
            return grid.height - 1 - Int((axis.share(Double(value)) * Double(grid.height - 1)).rounded())
        }
        let theme = canvas.theme
        func quartiles(_ kind: KeyPath<RunHistory.Snapshot, Quartiles?>, _ x: Int) -> Quartiles? {
            self.quartiles(kind, at: Double(first) + Double(last - first) * Double(x) / Double(max(1, grid.width - 1)))
        }
        for (kind, style) in [(\RunHistory.Snapshot.impostor, theme.impostor), (\.genuine, theme.genuine)] {
            for x in 0..<grid.width {
                guard let middle = quartiles(kind, x), let low = height(middle.lower), let high = height(middle.upper) else {
                    continue
                }
                // A band of scattered dots, so that lines stay readable on it.
                for y in min(low, high)...max(low, high) where (x + 2 * y) % 4 == 0 { grid.set(x, y, style) }
            }
        }
        for kind in [\RunHistory.Snapshot.impostor, \.genuine] {
            let style = kind == \.genuine ? theme.genuine.emphasized() : theme.impostor.emphasized()
            var before: (x: Int, y: Int)?
            for x in 0..<grid.width {
                guard let median = quartiles(kind, x)?.median, let y = height(median) else { continue }
                if let before { grid.line(from: before, to: (x, y), style) }
                before = (x, y)
            }
        }
        var before: (x: Int, y: Int)?
        for (step, value) in zip(threshold.steps, threshold.values) {
            let x = Int(Double(Int(step) - first) / Double(last - first) * Double(grid.width - 1))
            guard let y = height(value), x >= 0 else { continue }
            if let before { grid.line(from: before, to: (x, y), theme.strong) }
            before = (x, y)
        }
        grid.draw(in: &canvas, at: plot)
        drawSteps(first, last, in: &canvas, rect: line)
    }

    /// At a step, on the straight line between the evaluations before and after it.
    private func quartiles(_ kind: KeyPath<RunHistory.Snapshot, Quartiles?>, at step: Double) -> Quartiles? {
        var low = 0
        var high = snapshots.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if Double(snapshots[middle].step) <= step { low = middle } else { high = middle - 1 }
        }
        let before = snapshots[low]
        guard low + 1 < snapshots.count, let one = before[keyPath: kind], let other = snapshots[low + 1][keyPath: kind] else {
            return before[keyPath: kind]
        }
        let span = Double(max(1, snapshots[low + 1].step - before.step))
        return one.mixed(with: other, share: Float(max(0, step - Double(before.step)) / span))
    }

    private func drawTicks(_ axis: Axis, in canvas: inout Canvas, rect: Rect) {
        let ticks = axis.ticks(atMost: max(2, rect.rows / 3))
        let spacing = ticks.count > 1 ? ticks[1] - ticks[0] : 1
        for tick in ticks {
            let row = rect.rows - 1 - Int((axis.share(tick) * Double(rect.rows - 1)).rounded())
            canvas.text(
                NumberText.tick(tick, spacing: spacing), in: rect.splitLeft(Self.labelColumns - 1).left, row: row,
                canvas.theme.faint, align: .right)
        }
    }

    private func drawSteps(_ first: Int, _ last: Int, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        canvas.text("step \(NumberText.grouped(first))", in: rect, offset: Self.labelColumns, theme.faint)
        canvas.text(NumberText.grouped(last), in: rect, theme.faint, align: .right)
        canvas.spans(
            [Span("━ genuine  ", theme.genuine), Span("━ impostor  ", theme.impostor), Span("━ threshold", theme.strong)],
            in: rect,
            offset: max(Self.labelColumns + 14, (rect.columns - 34) / 2))
    }
}
