/// The pictures that were provided, the oldest given away when there are many.
struct PictureShelf: Sendable {
    private var pictures: [String: Picture?] = [:]
    private var order: [String] = []
    private static let capacity = 64

    func knows(_ file: String) -> Bool { pictures[file] != nil }

    /// `nil` where it has not come yet or cannot be read.
    subscript(file: String) -> Picture? { pictures[file] ?? nil }

    mutating func put(_ picture: Picture?, for file: String) {
        if pictures.updateValue(picture, forKey: file) == nil { order.append(file) }
        while order.count > Self.capacity { pictures.removeValue(forKey: order.removeFirst()) }
    }
}
