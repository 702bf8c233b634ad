/// A place on the screen that answers a click of the mouse.
struct ClickTarget: Sendable {
    enum Meaning: Sendable {
        case screen(Screen)
        case panel(Panel)
        /// A line of the list in a panel, by its place in the whole list.
        case line(Panel, Int)
        /// The steps of a chart.
        case steps(Panel, StepScale)
    }

    let rect: Rect
    let meaning: Meaning
}

extension Rect {
    func contains(_ position: Position) -> Bool {
        (column..<endColumn).contains(position.column) && (row..<endRow).contains(position.row)
    }
}
