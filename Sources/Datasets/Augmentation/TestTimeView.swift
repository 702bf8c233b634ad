import Networks

/// One way to look at an image at test time: in one of the eight views, then moved by whole pixels, its edge repeated behind it.
public struct TestTimeView: Hashable, Sendable {
    public let view: DihedralView
    /// Pixels down.
    public let rows: Int
    /// Pixels to the right.
    public let columns: Int

    public init(_ view: DihedralView, rows: Int = 0, columns: Int = 0) {
        self.view = view
        self.rows = rows
        self.columns = columns
    }

    /// Writes images as they look so.
    ///
    /// - Parameters:
    ///   - count: images `[C, H, W]`; both arrays have them, and may have more.
    ///   - shape: of one image, as high as wide where the view exchanges rows and columns.
    public func write(_ images: [Float], count: Int, shape: TensorShape, into seen: inout [Float]) {
        precondition(!view.steps.transposes || shape.height == shape.width, "only a square has views on its side")
        precondition(min(images.count, seen.count) >= count * shape.count, "there must be room for the images")
        let shown = pixelsShown(height: shape.height, width: shape.width)
        images.withUnsafeBufferPointer { images in
            seen.withUnsafeMutableBufferPointer { seen in
                for start in stride(from: 0, to: count * shape.count, by: shown.count) {
                    for (pixel, source) in shown.enumerated() { seen[start + pixel] = images[start + source] }
                }
            }
        }
    }

    /// For every pixel of a plane, row by row, the pixel of the upright plane that it shows.
    private func pixelsShown(height: Int, width: Int) -> [Int] {
        let steps = view.steps
        return (0..<height * width).map { pixel in
            let row = min(max(pixel / width - rows, 0), height - 1)
            let column = min(max(pixel % width - columns, 0), width - 1)
            let (sourceRow, sourceColumn) = steps.transposes ? (column, row) : (row, column)
            return (steps.reversesRows ? height - 1 - sourceRow : sourceRow) * width
                + (steps.reversesColumns ? width - 1 - sourceColumn : sourceColumn)
        }
    }
}
