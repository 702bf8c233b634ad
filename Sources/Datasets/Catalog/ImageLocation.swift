/// Where an image is: a file, or a part of one.
public struct ImageLocation: Hashable, Sendable {
    /// What a file that holds several images is divided into.
    public enum Part: Hashable, Sendable {
        /// A rectangle of pixels.
        case box(PixelBox)
        /// A record of a file of records, counted from 0.
        case record(Int)
    }

    /// Relative to the root of the data set.
    public let file: String
    public let part: Part?

    public init(file: String, part: Part? = nil) {
        self.file = file
        self.part = part
    }
}

extension ImageLocation: CustomStringConvertible {
    public var description: String {
        switch part {
        case nil: file
        case .box(let box): "\(file)[\(box)]"
        case .record(let number): "\(file)[\(number)]"
        }
    }
}

/// A rectangle of pixels, counted from 0.
public struct PixelBox: Hashable, Sendable {
    public let x: Int
    public let y: Int
    public let width: Int
    public let height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

extension PixelBox: CustomStringConvertible {
    public var description: String { "\(x),\(y) \(width)x\(height)" }
}

extension DecodedImage {
    /// The part of the image that lies in a box.
    /// - Throws: `DatasetError` that begins with a verb, for a box without pixels in the image.
    func cropped(to box: PixelBox) throws -> DecodedImage {
        let left = max(0, box.x)
        let top = max(0, box.y)
        let right = min(width, box.x + box.width)
        let bottom = min(height, box.y + box.height)
        guard left < right, top < bottom else {
            throw DatasetError("has a box (\(box)) without pixels in the image of \(width)x\(height)")
        }
        let rows = (top..<bottom).flatMap { y in
            pixels[(y * width + left) * channels..<(y * width + right) * channels]
        }
        return DecodedImage(width: right - left, height: bottom - top, channels: channels, pixels: rows, flaw: flaw)
    }
}
