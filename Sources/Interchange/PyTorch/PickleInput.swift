/// The bytes of a pickle, taken from the front; nothing is taken that is not there.
struct PickleInput {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func byte() throws -> UInt8 {
        guard place < bytes.count else { throw PickleReader.damaged }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func bytes(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count - place else { throw PickleReader.damaged }
        defer { place += count }
        return bytes[place..<place + count]
    }

    /// Little-endian, up to four bytes.
    mutating func unsigned(_ count: Int) throws -> Int {
        try bytes(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Little-endian in two's complement, up to eight bytes; none are zero.
    mutating func signed(_ count: Int) throws -> Int {
        guard count <= 8 else { throw PickleReader.damaged }
        guard count > 0 else { return 0 }
        let bits = try bytes(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let unused = 64 - 8 * count
        return Int(Int64(bitPattern: bits << unused) >> unused)
    }

    /// Big-endian, as only floats are.
    mutating func double() throws -> Double {
        Double(bitPattern: try bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    mutating func text(_ count: Int) throws -> String {
        String(decoding: try bytes(count), as: UTF8.self)
    }

    /// Up to the next line feed.
    mutating func line() throws -> String {
        guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) else { throw PickleReader.damaged }
        defer { place = end + 1 }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }
}
