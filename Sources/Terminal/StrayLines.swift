import CNCurses

/// What the program or a library printed while the screen was up, cut into lines.
struct StrayLines {
    private var unfinished: [UInt8] = []

    /// Whole lines since the last call; with `everything`, a last line without its end too.
    mutating func take(everything: Bool = false) -> [String] {
        var bytes = [CChar](repeating: 0, count: 4096)
        while true {
            let count = Int(stray_read(&bytes, Int32(bytes.count)))
            guard count > 0 else { break }
            unfinished += bytes.prefix(count).map { UInt8(bitPattern: $0) }
        }
        var lines = unfinished.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let last = lines.popLast() else { return [] }
        unfinished = Array(last)
        if everything, !unfinished.isEmpty {
            lines.append(last)
            unfinished = []
        }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}
