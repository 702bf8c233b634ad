import Networks

/// Many images in one, in rows and columns, each as large as fits its cell.
public enum ContactSheet {
    /// Between the cells and around images of another shape.
    private static let background: UInt8 = 128

    /// - Parameters:
    ///   - rows: the images, row by row; rows may differ in length.
    ///   - cell: the side of a cell in pixels, to which a gap of one pixel is added.
    /// - Returns: grey where all images are, otherwise RGB.
    public static func compose(_ rows: [[DecodedImage]], cell: Int) throws -> DecodedImage {
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 0, cell > 0 else { throw DatasetError("there are no images to show") }
        let channels = rows.joined().allSatisfy { $0.channels == 1 } ? 1 : 3
        let (width, height) = (columns * (cell + 1) - 1, rows.count * (cell + 1) - 1)
        var pixels = [UInt8](repeating: background, count: width * height * channels)
        for (row, images) in rows.enumerated() {
            for (column, image) in images.enumerated() {
                let fitted = try fit(image, into: cell, channels: channels)
                let left = column * (cell + 1) + (cell - fitted.width) / 2
                let top = row * (cell + 1) + (cell - fitted.height) / 2
                for y in 0..<fitted.height {
                    let line = fitted.width * channels
                    let start = ((top + y) * width + left) * channels
                    pixels.replaceSubrange(start..<start + line, with: fitted.pixels[y * line..<(y + 1) * line])
                }
            }
        }
        return DecodedImage(width: width, height: height, channels: channels, pixels: pixels)
    }

    private static func fit(_ image: DecodedImage, into cell: Int, channels: Int) throws -> DecodedImage {
        let longer = max(image.width, image.height)
        return try image.resized(
            width: max(1, image.width * cell / longer), height: max(1, image.height * cell / longer), channels: channels)
    }
}

extension DecodedImage {
    /// The image at another size, grey or RGB: area averaging down, bilinear up.
    public func resized(width: Int, height: Int, channels: Int) throws -> DecodedImage {
        let shape = TensorShape.image(channels: channels, height: height, width: width)
        return try DecodedImage(planes: Resizer(shape: shape).bytes(from: self), shape: shape)
    }

    /// Interleaves planes `[C, H, W]`.
    init(planes: [UInt8], shape: TensorShape) {
        let (channels, plane) = (shape.channels, shape.height * shape.width)
        self.init(
            width: shape.width, height: shape.height, channels: channels,
            pixels: channels == 1 ? planes : (0..<planes.count).map { planes[$0 % channels * plane + $0 / channels] })
    }
}
