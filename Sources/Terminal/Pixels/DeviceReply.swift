/// What a terminal answered to questions about itself, with whatever a person typed meanwhile.
struct DeviceReply {
    /// The primary device attributes: what kind of terminal, then what it can do; 4 is sixel graphics. Empty without an answer.
    private(set) var attributes: [Int] = []
    /// Dots of a cell.
    private(set) var cell: (width: Int, height: Int)?
    private(set) var knowsKitty = false
    /// Bytes that are no answer, in their order.
    private(set) var typed: [UInt8] = []

    static let attributesQuery = "\u{1B}[c"
    static let cellQuery = "\u{1B}[16t"

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while let first = rest.first {
            if first == 0x1B, let length = take(rest) {
                rest = rest.dropFirst(length)
            } else {
                typed.append(first)
                rest = rest.dropFirst()
            }
        }
    }

    /// - Returns: how many bytes an answer at the beginning has; `nil` where there is none.
    private mutating func take(_ bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        guard bytes.count >= 3 else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "["):
            guard let end = bytes[(start + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
            let text = String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
            guard control(text, final: bytes[end]) else { return nil }
            return end + 1 - start
        case UInt8(ascii: "_"):
            let pairs = zip(bytes.indices, bytes.indices.dropFirst())
            guard let end = pairs.first(where: { bytes[$0] == 0x1B && bytes[$1] == UInt8(ascii: "\\") })?.1 else { return nil }
            let text = String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
            if text.hasPrefix("Gi=31"), text.contains(";OK") { knowsKitty = true }
            return end + 1 - start
        default: return nil
        }
    }

    private mutating func control(_ text: String, final: UInt8) -> Bool {
        if final == UInt8(ascii: "c"), text.hasPrefix("?") {
            attributes = text.dropFirst().split(separator: ";").compactMap { Int($0) }
            return true
        }
        let numbers = text.split(separator: ";").compactMap { Int($0) }
        guard final == UInt8(ascii: "t"), numbers.count == 3, numbers[0] == 6 else { return false }
        if numbers[1] > 0, numbers[2] > 0 { cell = (width: numbers[2], height: numbers[1]) }
        return true
    }
}
