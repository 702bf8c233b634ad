/// What is known of the image of a file.
enum PictureEntry: Sendable {
    case drawn(Picture)
    case unreadable
}

/// The pictures that were provided most recently; old ones make room.
struct PictureShelf: Sendable {
    private var entries: [String: PictureEntry] = [:]
    private var order: [String] = []

    private static let capacity = 64

    subscript(file: String) -> PictureEntry? { entries[file] }

    mutating func store(_ picture: Picture?, for file: String) {
        if entries.updateValue(picture.map(PictureEntry.drawn) ?? .unreadable, forKey: file) == nil { order.append(file) }
        if order.count > Self.capacity { entries[order.removeFirst()] = nil }
    }
}
