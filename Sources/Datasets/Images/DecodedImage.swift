/// An image in memory: 8 bits a channel, rows from the top, channels interleaved.
public struct DecodedImage: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// 1 for grey, 3 for RGB. What was transparent in the file lies on white.
    public let channels: Int
    /// `height * width * channels` values.
    public let pixels: [UInt8]
    /// What its decoder found wrong with the file that costs no pixel: data behind the end, a header that contradicts itself.
    public let flaw: String?

    /// - Precondition: `pixels` fills the image, and `channels` is 1 or 3.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8], flaw: String? = nil) {
        precondition(channels == 1 || channels == 3, "an image is grey or RGB")
        precondition(pixels.count == width * height * channels, "an image's pixels must fill it")
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
        self.flaw = flaw
    }
}
