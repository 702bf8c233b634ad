import CImageCodecs

/// What a file's bytes are, in 16 of them: the first half of their SHA-256, so that `sha256sum FILE` begins with its 32 digits. Two files
/// with one hash are one file: of a million images any two meet by chance once in 10^26 data sets.
///
/// It is written as its digits, in JSON too.
public struct ContentHash: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The hash of some bytes; about 5 ms a megabyte.
    public init(_ bytes: [UInt8]) {
        var digest = [UInt8](repeating: 0, count: 32)
        bytes.withUnsafeBufferPointer { cimage_sha256($0.baseAddress, $0.count, &digest) }
        high = digest[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = digest[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The hash of a file.
    /// - Throws: `DatasetError` that begins with a verb, to be put behind the name of the file, where it cannot be read or is longer than
    ///   any image may be.
    public init(contentsOf path: String) throws {
        try self.init(FileBytes.read(path, limit: ImageDecoder.maximumFileBytes))
    }

    /// - Parameter description: 32 hexadecimal digits; `nil` for anything else.
    public init?(_ description: String) {
        let digits = Array(description.utf8)
        guard digits.count == 32, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let high = UInt64(description.prefix(16), radix: 16), let low = UInt64(description.suffix(16), radix: 16)
        else { return nil }
        (self.high, self.low) = (high, low)
    }
}

extension ContentHash: CustomStringConvertible {
    /// 32 hexadecimal digits.
    public var description: String { [high, low].map(Self.digits).joined() }

    private static func digits(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension ContentHash: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let hash = ContentHash(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a hash is 32 hexadecimal digits")
        }
        self = hash
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
