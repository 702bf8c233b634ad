import CImageCodecs

/// The compression of single files.
enum Gzip {
    /// - Throws: `DatasetError` that begins with a verb.
    static func inflate(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        try inflate(bytes, limit: limit, with: cimage_inflate_gzip)
    }

    typealias Codec = (
        UnsafePointer<UInt8>?, Int, Int, UnsafeMutablePointer<cimage_bytes>?, UnsafeMutablePointer<CChar>?
    ) -> CInt

    static func inflate(_ bytes: [UInt8], limit: Int, with codec: Codec) throws -> [UInt8] {
        var inflated = cimage_bytes()
        try checkCodec("cannot be inflated") { error in
            bytes.withUnsafeBufferPointer { codec($0.baseAddress, $0.count, limit, &inflated, error) }
        }
        defer { cimage_free(inflated.bytes) }
        return Array(UnsafeBufferPointer(start: inflated.bytes, count: inflated.count))
    }
}
