import CImageCodecs

/// Writes PNG files into memory.
public enum PNGEncoder {
    /// 8 bits a channel, grey or RGB as the image is.
    public static func encode(_ image: DecodedImage) throws -> [UInt8] {
        try encode(image.pixels, width: image.width, height: image.height, channels: image.channels, bitDepth: 8)
    }

    /// One bit a pixel: `true` is white. `bits` are rows from the top.
    public static func encode(bits: [Bool], width: Int, height: Int) throws -> [UInt8] {
        try encode(bits.map { $0 ? 1 : 0 }, width: width, height: height, channels: 1, bitDepth: 1)
    }

    private static func encode(_ pixels: [UInt8], width: Int, height: Int, channels: Int, bitDepth: Int) throws -> [UInt8] {
        precondition(pixels.count == width * height * channels, "an image's pixels must fill it")
        guard width > 0, height > 0 else { throw DatasetError("an image without pixels cannot be written as PNG") }
        var encoded = cimage_bytes()
        try checkCodec("the image cannot be written as PNG") { error in
            pixels.withUnsafeBufferPointer {
                cimage_encode_png($0.baseAddress, CInt(width), CInt(height), CInt(channels), CInt(bitDepth), &encoded, error)
            }
        }
        defer { cimage_free(encoded.bytes) }
        return Array(UnsafeBufferPointer(start: encoded.bytes, count: encoded.count))
    }
}
