import Foundation

/// Pieces of HTML. Whatever comes from a file or a person goes through `escaped`.
enum Markup {
    static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    }

    /// A sentence with commands in backquotes.
    static func code(in text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset % 2 == 1 ? "<code>\(escaped(String($0.element)))</code>" : escaped(String($0.element)) }.joined()
    }

    /// - Parameter numeric: columns from this one on stand right.
    static func table(_ header: [String], _ rows: [[String]], numericFrom numeric: Int) -> String {
        func line(_ cells: [String], _ tag: String) -> String {
            "<tr>"
                + cells.enumerated().map { column, cell in
                    "<\(tag)\(column >= numeric ? " class=\"number\"" : "")>\(escaped(cell))</\(tag)>"
                }.joined() + "</tr>\n"
        }
        return
            "<table>\n<thead>\(line(header, "th"))</thead>\n<tbody>\n\(rows.map { line($0, "td") }.joined())</tbody>\n</table>\n"
    }

    static func section(_ title: String, _ body: String) -> String {
        "<section>\n<h2>\(escaped(title))</h2>\n\(body)</section>\n"
    }

    static func figure(_ drawing: String, _ caption: String) -> String {
        "<figure>\n\(drawing)<figcaption>\(escaped(caption))</figcaption>\n</figure>\n"
    }
}

/// A number with as many digits as a person reads; what is not finite is a dash.
func brief(_ value: some BinaryFloatingPoint) -> String {
    let number = Double(value)
    guard number.isFinite else { return "-" }
    // Neither sign for zero.
    guard number != 0 else { return "0" }
    return number.formatted(.number.precision(.significantDigits(1...4)).locale(Locale(identifier: "en_GB")))
}

/// A whole number with its thousands set apart.
func whole(_ value: Int) -> String { value.formatted(.number.locale(Locale(identifier: "en_GB"))) }

func percent(_ value: some BinaryFloatingPoint) -> String { String(format: "%.2f %%", Double(value) * 100) }
