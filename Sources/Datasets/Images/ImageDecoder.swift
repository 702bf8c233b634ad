import CImageCodecs
import Foundation

/// Reads PNG (every kind), JPEG (grey, YCbCr, RGB, CMYK, YCCK) and PNM (P1 to P6), told apart by content.
public enum ImageDecoder {
    /// Images of more pixels are refused before memory is taken for them.
    public static let maximumPixels = 64 << 20

    /// Longer files are refused: the largest image that is allowed needs less in any of the formats that people use.
    static let maximumFileBytes = 512 << 20

    /// - Parameter path: a file, or a part of one as catalogues call it: `FILE[145]` for a record, `FILE[65,5 50x50]` for a box.
    /// - Throws: `DatasetError` that names the file.
    public static func decode(contentsOf path: String) throws -> DecodedImage {
        do {
            return try StoredImage(path).decoded()
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error.description)", isMissingInput: error.isMissingInput)
        }
    }

    /// - Parameters:
    ///   - name: what the file is called, for a format that can only be told by that.
    ///   - turnsUpright: whether a camera's note of how it was held is followed; boxes are drawn on pixels as they are stored.
    /// - Throws: `DatasetError` that begins with a verb, to be put behind the name of a file.
    public static func decode(_ bytes: [UInt8], named name: String = "", turnsUpright: Bool = true) throws -> DecodedImage {
        guard !bytes.isEmpty else { throw DatasetError("is empty") }
        switch ImageFormat(firstBytes: bytes.prefix(ImageFormat.signatureLength)) {
        case .png: return try decode(bytes, as: "PNG", with: cimage_decode_png)
        case .jpeg:
            let image = try decode(bytes, as: "JPEG", with: cimage_decode_jpeg)
            return turnsUpright ? image.upright(Orientation(jpeg: bytes)) : image
        case .portableMap: return try PortableMapDecoder.decode(bytes, maximumPixels: maximumPixels)
        case nil:
            if let format = ForeignFormat(firstBytes: Array(bytes.prefix(ForeignFormat.signatureLength)), name: name) {
                throw DatasetError(format.reason)
            }
            throw DatasetError("is not a PNG, JPEG or PNM image")
        }
    }

    private typealias Codec = (
        UnsafePointer<UInt8>?, Int, Int64, UnsafeMutablePointer<cimage_pixels>?, UnsafeMutablePointer<CChar>?,
        UnsafeMutablePointer<CChar>?
    ) -> CInt

    private static func decode(_ bytes: [UInt8], as format: String, with codec: Codec) throws -> DecodedImage {
        var image = cimage_pixels()
        var warning = CodecText()
        try checkCodec("cannot be read as \(format)") { error in
            bytes.withUnsafeBufferPointer { bytes in
                warning.write { codec(bytes.baseAddress, bytes.count, Int64(maximumPixels), &image, error, $0) }
            }
        }
        defer { cimage_free(image.pixels) }
        let (width, height, channels) = (Int(image.width), Int(image.height), Int(image.channels))
        return DecodedImage(
            width: width, height: height, channels: channels,
            pixels: Array(UnsafeBufferPointer(start: image.pixels, count: width * height * channels)),
            flaw: warning.text.isEmpty ? nil : warning.text)
    }
}

/// Room for a text that a codec writes: the one place that reads it.
private struct CodecText {
    private var characters = [CChar](repeating: 0, count: Int(CIMAGE_ERROR_LENGTH))

    mutating func write<Result>(_ body: (UnsafeMutablePointer<CChar>?) -> Result) -> Result {
        characters.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }

    var text: String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Runs a codec and turns its error text into a `DatasetError`.
func checkCodec(_ failure: String, _ run: (UnsafeMutablePointer<CChar>?) -> CInt) throws {
    var error = CodecText()
    guard error.write(run) != 0 else { return }
    throw DatasetError("\(failure): \(error.text)")
}
