import Networks

/// Brings images to a network's input: area averaging down, bilinear up, each axis by itself; grey by Rec. 601 luma, or RGB.
public struct Resizer: Sendable {
    /// `[C, H, W]`, C being 1 or 3.
    public let shape: TensorShape

    /// - Throws: `DatasetError` for a shape that images cannot be brought to.
    public init(shape: TensorShape) throws {
        guard shape.isImage, shape.channels == 1 || shape.channels == 3, shape.height > 0, shape.width > 0 else {
            throw DatasetError(
                "images cannot be brought to the input \(shape); write CxHxW with 1 (grey) or 3 (RGB) channels, for example 1x105x105"
            )
        }
        self.shape = shape
    }

    /// Planes `[C, H, W]` of values 0 to 255, rounded.
    public func bytes(from image: DecodedImage) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: shape.count) { buffer, count in
            write(image, into: buffer)
            count = shape.count
        }
    }

    /// Planes `[C, H, W]` of values 0 to 1.
    public func floats(from image: DecodedImage) -> [Float] {
        var values = [Float](repeating: 0, count: shape.count)
        forEachRow(of: image) { start, row in
            for (offset, value) in row.enumerated() { values[start + offset] = value / 255 }
        }
        return values
    }

    /// Planes `[C, H, W]` of values 0 to 255, rounded, into memory that has room for them.
    func write(_ image: DecodedImage, into planes: UnsafeMutableBufferPointer<UInt8>) {
        forEachRow(of: image) { start, row in
            for x in 0..<row.count { planes[start + x] = UInt8(min(max(row[x] + 0.5, 0), 255)) }
        }
    }

    /// Calls `body` for every row of every plane with the place of its first value in `[C, H, W]` and its values, 0 to 255.
    private func forEachRow(of image: DecodedImage, _ body: (Int, UnsafeBufferPointer<Float>) -> Void) {
        let rows = AxisFilter(input: image.height, output: shape.height)
        var source = FilteredRows(
            image: image, channels: shape.channels, columns: AxisFilter(input: image.width, output: shape.width))
        var sum = [Float](repeating: 0, count: shape.width * shape.channels)
        for y in 0..<shape.height {
            sum.withUnsafeMutableBufferPointer { sum in
                sum.update(repeating: 0)
                for tap in rows.offsets[y]..<rows.offsets[y + 1] {
                    let weight = rows.weights[tap]
                    source.withRow(rows.starts[y] + tap - rows.offsets[y]) { row in
                        for index in 0..<row.count { sum[index] += weight * row[index] }
                    }
                }
                for channel in 0..<shape.channels {
                    let row = UnsafeBufferPointer(rebasing: sum[channel * shape.width..<(channel + 1) * shape.width])
                    body((channel * shape.height + y) * shape.width, row)
                }
            }
        }
    }
}

/// An image's rows, brought to the output's width and channels one at a time. The last two are kept: neighbouring outputs share them.
/// So memory does not grow with the height of the image.
private struct FilteredRows {
    let image: DecodedImage
    let channels: Int
    let columns: AxisFilter
    private var kept: [(row: Int, values: [Float])]
    /// One row of one channel, at the image's width.
    private var line: [Float]

    init(image: DecodedImage, channels: Int, columns: AxisFilter) {
        self.image = image
        self.channels = channels
        self.columns = columns
        kept = Array(repeating: (-1, [Float](repeating: 0, count: columns.count * channels)), count: 2)
        line = Array(repeating: 0, count: image.width)
    }

    mutating func withRow(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Void) {
        let slot = row % 2
        if kept[slot].row != row {
            kept[slot].row = row
            for channel in 0..<channels {
                readLine(row, channel)
                filterLine(into: slot, at: channel * columns.count)
            }
        }
        kept[slot].values.withUnsafeBufferPointer(body)
    }

    /// One row as floats: a channel, or the luma of three (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B). Grey serves as any channel.
    private mutating func readLine(_ row: Int, _ channel: Int) {
        let stride = image.channels
        let start = row * image.width * stride
        image.pixels.withUnsafeBufferPointer { pixels in
            line.withUnsafeMutableBufferPointer { line in
                if stride == 3, channels == 1 {
                    for x in 0..<line.count {
                        let place = start + 3 * x
                        line[x] =
                            0.299 * Float(pixels[place]) + 0.587 * Float(pixels[place + 1]) + 0.114 * Float(pixels[place + 2])
                    }
                } else {
                    let offset = start + (stride == 3 ? channel : 0)
                    for x in 0..<line.count { line[x] = Float(pixels[offset + x * stride]) }
                }
            }
        }
    }

    private mutating func filterLine(into slot: Int, at offset: Int) {
        kept[slot].values.withUnsafeMutableBufferPointer { values in
            columns.weights.withUnsafeBufferPointer { weights in
                line.withUnsafeBufferPointer { line in
                    for x in 0..<columns.count {
                        let first = columns.offsets[x]
                        let taps = columns.offsets[x + 1] - first
                        let start = columns.starts[x]
                        var sum: Float = 0
                        for tap in 0..<taps { sum += weights[first + tap] * line[start + tap] }
                        values[offset + x] = sum
                    }
                }
            }
        }
    }
}
