/// A decoded image for a screen: rows from the top, `pixels.count == width * height * channels`.
public struct Picture: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// 1 for grey, 3 for red, green, blue.
    public let channels: Int
    public let pixels: [UInt8]

    /// - Returns: `nil` where the sizes do not belong together.
    public init?(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        guard width > 0, height > 0, channels == 1 || channels == 3, pixels.count == width * height * channels else { return nil }
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }
}

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
