/// Gives every buffer of a plan its place in one allocation. Transient buffers whose lifetimes do not meet share bytes: the largest
/// is placed first, each at the lowest offset that is free for all its steps.
final class Arena {
    private let region: Region
    var byteCount: Int { region.byteCount }

    init(placing buffers: [Buffer]) throws {
        let used = buffers.filter { $0.byteCount > 0 && $0.pointer == nil }
        let order = used.enumerated().sorted {
            ($0.element.byteCount, -$0.offset) > ($1.element.byteCount, -$1.offset)
        }.map(\.element)
        var placed: [(buffer: Buffer, bytes: Range<Int>)] = []
        for buffer in order {
            let size = Region.aligned(buffer.byteCount)
            let obstacles = placed.filter { Arena.meet($0.buffer, buffer) }.map(\.bytes).sorted {
                $0.lowerBound < $1.lowerBound
            }
            var offset = 0
            for obstacle in obstacles {
                if offset + size <= obstacle.lowerBound { break }
                offset = max(offset, obstacle.upperBound)
            }
            placed.append((buffer, offset..<offset + size))
        }
        region = try Region(byteCount: placed.map(\.bytes.upperBound).max() ?? 0)
        for (buffer, bytes) in placed { try buffer.place(at: region.base + bytes.lowerBound) }
    }

    private static func meet(_ a: Buffer, _ b: Buffer) -> Bool {
        guard !a.isPersistent, !b.isPersistent, let first = a.lifetime, let second = b.lifetime else { return true }
        return first.overlaps(second)
    }
}
