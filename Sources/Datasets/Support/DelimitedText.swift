/// Text of rows and fields (RFC 4180): a field in quotes may hold the separator, line ends, and quotes written twice.
struct DelimitedText {
    struct Row {
        /// The line on which it begins, counted from 1.
        let number: Int
        let fields: [String]
    }

    let separator: Character

    /// More in one row are no table that a person made.
    private static let mostFields = 1000

    /// Empty lines are passed over.
    /// - Throws: `DatasetError` that begins with a verb, for a quote that is never closed or a row of far too many fields.
    func rows(_ text: String) throws -> [Row] {
        var rows: [Row] = []
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var (line, start) = (1, 1)
        // What some programs write in front of UTF-8.
        var rest = text.drop { $0 == "\u{FEFF}" }

        func endRow() {
            fields.append(field)
            if fields.count > 1 || !field.isEmpty { rows.append(Row(number: start, fields: fields)) }
            (fields, field) = ([], "")
        }
        while let character = rest.popFirst() {
            if character.isNewline { line += 1 }
            if isQuoted {
                if character != "\"" {
                    field.append(character)
                } else if rest.first == "\"" {
                    rest.removeFirst()
                    field.append(character)
                } else {
                    isQuoted = false
                }
            } else if character == "\"", field.isEmpty {
                isQuoted = true
            } else if character == separator {
                guard fields.count < Self.mostFields else {
                    throw DatasetError("has more than \(Self.mostFields) fields in line \(line), but a row needs three or so")
                }
                fields.append(field)
                field = ""
            } else if character.isNewline {
                endRow()
                start = line
            } else {
                field.append(character)
            }
        }
        guard !isQuoted else { throw DatasetError("has a quote that is never closed, in the row of line \(start)") }
        endRow()
        return rows
    }
}
