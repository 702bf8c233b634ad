import CImageCodecs

/// The compression of single files.
enum Gzip {
    /// - Throws: `DatasetError` that begins with a verb.
    static func inflate(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        var inflated = cimage_bytes()
        try checkCodec("cannot be inflated") { error in
            bytes.withUnsafeBufferPointer { cimage_inflate_gzip($0.baseAddress, $0.count, limit, &inflated, error) }
        }
        defer { cimage_free(inflated.bytes) }
        return Array(UnsafeBufferPointer(start: inflated.bytes, count: inflated.count))
    }
}
