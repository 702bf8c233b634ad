import CImageCodecs
import Foundation

/// Reads PNG (every kind), JPEG (grey, YCbCr, RGB, CMYK, YCCK) and PNM (P1 to P6), told apart by content.
public enum ImageDecoder {
    /// Images of more pixels are refused before memory is taken for them.
    public static let maximumPixels = 64 << 20

    /// Longer files are refused: the largest image that is allowed needs less in any of the formats that people use.
    static let maximumFileBytes = 512 << 20

    /// - Throws: `DatasetError` that names the file.
    public static func decode(contentsOf path: String) throws -> DecodedImage {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, limit: maximumFileBytes)
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error.description)")
        }
        do {
            return try decode(bytes)
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error.description)")
        }
    }

    /// - Parameter turnsUpright: whether a camera's note of how it was held is followed; boxes are drawn on pixels as they are stored.
    /// - Throws: `DatasetError` that begins with a verb, to be put behind the name of a file.
    public static func decode(_ bytes: [UInt8], turnsUpright: Bool = true) throws -> DecodedImage {
        guard !bytes.isEmpty else { throw DatasetError("is empty") }
        switch ImageFormat(firstBytes: bytes.prefix(ImageFormat.signatureLength)) {
        case .png: return try decode(bytes, as: "PNG", with: cimage_decode_png)
        case .jpeg:
            let image = try decode(bytes, as: "JPEG", with: cimage_decode_jpeg)
            return turnsUpright ? image.upright(Orientation(jpeg: bytes)) : image
        case .portableMap: return try PortableMapDecoder.decode(bytes, maximumPixels: maximumPixels)
        case nil: throw DatasetError("is not a PNG, JPEG or PNM image")
        }
    }

    private typealias Codec = (
        UnsafePointer<UInt8>?, Int, Int64, UnsafeMutablePointer<cimage_pixels>?, UnsafeMutablePointer<CChar>?
    ) -> CInt

    private static func decode(_ bytes: [UInt8], as format: String, with codec: Codec) throws -> DecodedImage {
        var image = cimage_pixels()
        try checkCodec("cannot be read as \(format)") { error in
            bytes.withUnsafeBufferPointer { codec($0.baseAddress, $0.count, Int64(maximumPixels), &image, error) }
        }
        defer { cimage_free(image.pixels) }
        let (width, height, channels) = (Int(image.width), Int(image.height), Int(image.channels))
        return DecodedImage(
            width: width, height: height, channels: channels,
            pixels: Array(UnsafeBufferPointer(start: image.pixels, count: width * height * channels)))
    }
}

/// Runs a codec and turns its error text into a `DatasetError`: the one place that reads it.
func checkCodec(_ failure: String, _ run: (UnsafeMutablePointer<CChar>?) -> CInt) throws {
    var text = [CChar](repeating: 0, count: Int(CIMAGE_ERROR_LENGTH))
    let status = text.withUnsafeMutableBufferPointer { run($0.baseAddress) }
    guard status != 0 else { return }
    let message = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw DatasetError("\(failure): \(message)")
}
