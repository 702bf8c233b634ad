import Foundation

extension Float {
    /// Three significant digits, for sentences.
    var short: String { String(format: "%.3g", self) }

    /// The number that `short` shows, for what is to be typed.
    var brief: Double { Double(short) ?? Double(self) }
}

extension [String] {
    /// "conv1", "conv1 and conv2", "conv1, conv2 and 3 more layers".
    var inWords: String {
        let shown = prefix(3)
        let more = count - shown.count
        if more > 0 { return shown.joined(separator: ", ") + " and \(more) more layer\(more == 1 ? "" : "s")" }
        return shown.count < 2 ? shown.joined() : shown.dropLast().joined(separator: ", ") + " and " + (shown.last ?? "")
    }
}
