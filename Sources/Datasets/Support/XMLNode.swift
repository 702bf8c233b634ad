/// An element of an XML document with its text and its children; attributes, comments and instructions are passed over.
///
/// Enough for annotations. Documents are bounded in depth and elements, and entities are the five that XML itself defines and numbered characters:
/// none can grow.
struct XMLNode {
    let name: String
    /// Without white space around it.
    private(set) var text = ""
    private(set) var children: [XMLNode] = []

    /// The first child of a name.
    subscript(name: String) -> XMLNode? {
        children.first { $0.name == name }
    }

    /// More are no annotation of one image.
    private static let mostElements = 200_000

    /// - Throws: `DatasetError` that begins with a verb, to be put behind the file's name.
    init(parsing document: String) throws {
        var elements = 0
        var rest = Substring(document)
        var open: [XMLNode] = []
        while let start = rest.firstIndex(of: "<") {
            if !open.isEmpty { open[open.count - 1].text += Self.unescaped(rest[..<start]) }
            rest = rest[start...].dropFirst()
            if let skipped = Self.skippedEnding(rest) {
                guard let end = rest.firstRange(of: skipped) else { throw DatasetError("is XML that ends too early") }
                if rest.hasPrefix("![CDATA["), !open.isEmpty { open[open.count - 1].text += rest[..<end.lowerBound].dropFirst(8) }
                rest = rest[end.upperBound...]
                continue
            }
            guard let end = rest.firstIndex(of: ">") else { throw DatasetError("is XML that ends too early") }
            let tag = rest[..<end]
            rest = rest[end...].dropFirst()
            let name = String(tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" })
            if !tag.hasPrefix("/") {
                guard open.count < 100 else { throw DatasetError("is XML of more than 100 levels") }
                elements += 1
                guard elements <= Self.mostElements else {
                    throw DatasetError("is XML of more than \(Self.mostElements) elements")
                }
                open.append(XMLNode(name: name))
            }
            if tag.hasPrefix("/") || tag.hasSuffix("/") {
                guard var closed = open.popLast(), closed.name == name else {
                    throw DatasetError("is XML that closes \"\(name)\" where it is not open")
                }
                closed.text = closed.text.trimmingWhitespace()
                if open.isEmpty {
                    self = closed
                    return
                }
                open[open.count - 1].children.append(closed)
            }
        }
        throw DatasetError("is XML that ends too early")
    }

    private init(name: String) {
        self.name = name
    }

    /// Where something that is no element ends, if this is no element.
    private static func skippedEnding(_ rest: Substring) -> String? {
        if rest.hasPrefix("!--") { return "-->" }
        if rest.hasPrefix("![CDATA[") { return "]]>" }
        if rest.hasPrefix("?") { return "?>" }
        return rest.hasPrefix("!") ? ">" : nil
    }

    private static let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        let parts = text.split(separator: "&", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { result, part in
            if let end = part.firstIndex(of: ";"), let character = character(of: part[..<end]) {
                result += character + part[end...].dropFirst()
            } else {
                result += "&" + part
            }
        }
    }

    private static func character(of entity: Substring) -> String? {
        if let known = entities[String(entity)] { return known }
        guard entity.hasPrefix("#") else { return nil }
        let digits = entity.dropFirst()
        let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map { String($0) }
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
