import Networks

extension Distortion {
    /// Writes planes `[C, H, W]` of values 0 to 255, changed; bilinear between pixels, the edge repeated outside.
    func apply(
        _ planes: UnsafeBufferPointer<UInt8>, _ shape: TensorShape, into values: UnsafeMutableBufferPointer<Float>,
        noise generator: inout SeededGenerator
    ) {
        if keepsPlaces {
            for index in 0..<shape.count { values[index] = Float(planes[index]) }
        } else {
            resample(planes, shape, into: values)
        }
        if !keepsValues { changeValues(values, shape, &generator) }
    }

    private func resample(
        _ planes: UnsafeBufferPointer<UInt8>, _ shape: TensorShape, into values: UnsafeMutableBufferPointer<Float>
    ) {
        let (width, height) = (shape.width, shape.height)
        let plane = width * height
        let map = sampling.inPixels(width: width, height: height)
        let classWarp = classWarp.map { PixelWarp($0, width: width, height: height) }
        let (lastX, lastY) = (Float(width - 1), Float(height - 1))
        for y in 0..<height {
            let row = displacement.map { DisplacementRow($0, y: y, width: width, height: height) }
            for x in 0..<width {
                var sourceX = Float(map.xx * Double(x) + map.xy * Double(y) + map.x)
                var sourceY = Float(map.yx * Double(x) + map.yy * Double(y) + map.y)
                if let row {
                    let shift = row.shift(at: x)
                    sourceX += shift.x
                    sourceY += shift.y
                }
                if let classWarp { (sourceX, sourceY) = classWarp.source(x: sourceX, y: sourceY) }
                sourceX = min(max(sourceX, 0), lastX)
                sourceY = min(max(sourceY, 0), lastY)
                let (left, top) = (Int(sourceX), Int(sourceY))
                let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
                let (shareX, shareY) = (sourceX - Float(left), sourceY - Float(top))
                for channel in 0..<shape.channels {
                    let base = channel * plane
                    let (above, below) = (base + top * width, base + bottom * width)
                    let upper = Float(planes[above + left]) * (1 - shareX) + Float(planes[above + right]) * shareX
                    let lower = Float(planes[below + left]) * (1 - shareX) + Float(planes[below + right]) * shareX
                    values[base + y * width + x] = upper * (1 - shareY) + lower * shareY
                }
            }
        }
    }

    private func changeValues(
        _ values: UnsafeMutableBufferPointer<Float>, _ shape: TensorShape, _ generator: inout SeededGenerator
    ) {
        var sum: Float = 0
        for index in 0..<shape.count { sum += values[index] }
        let mean = sum / Float(shape.count)
        let offset = mean + brightness
        for index in 0..<shape.count {
            var value = (values[index] - mean) * contrast + offset
            if noise > 0 { value += noise * generator.nearlyNormal() }
            values[index] = min(max(value, 0), 255)
        }
    }
}

/// A warp between places in pixels.
private struct PixelWarp {
    private let map: AffineMap
    private let displacement: DisplacementField?
    private let width: Float
    private let height: Float

    init(_ warp: Distortion.Warp, width: Int, height: Int) {
        map = warp.sampling.inPixels(width: width, height: height)
        displacement = warp.displacement
        (self.width, self.height) = (Float(width), Float(height))
    }

    func source(x: Float, y: Float) -> (x: Float, y: Float) {
        let shift = displacement?.shift(x: (x + 0.5) / width, y: (y + 0.5) / height) ?? .zero
        return (
            Float(map.xx * Double(x) + map.xy * Double(y) + map.x) + shift.x * width,
            Float(map.yx * Double(x) + map.yy * Double(y) + map.y) + shift.y * height
        )
    }
}

/// The displacements along one row, in pixels.
private struct DisplacementRow {
    private var x: [Float] = []
    private var y: [Float] = []
    private let width: Int

    init(_ field: DisplacementField, y row: Int, width: Int, height: Int) {
        self.width = width
        let side = DisplacementField.side
        let (first, weights) = DisplacementField.weights(at: (Float(row) + 0.5) / Float(height))
        for column in 0..<side {
            var sum = SIMD2<Float>.zero
            for tap in 0..<4 {
                let place = (first + tap) * side + column
                sum += SIMD2(field.x[place], field.y[place]) * weights[tap]
            }
            x.append(sum.x * Float(width))
            y.append(sum.y * Float(height))
        }
    }

    func shift(at column: Int) -> SIMD2<Float> {
        let (first, weights) = DisplacementField.weights(at: (Float(column) + 0.5) / Float(width))
        var sum = SIMD2<Float>.zero
        for tap in 0..<4 { sum += SIMD2(x[first + tap], y[first + tap]) * weights[tap] }
        return sum
    }
}

extension SeededGenerator {
    /// The sum of four uniform numbers, brought to mean 0 and deviation 1: near enough to normal for noise, and one draw instead of
    /// two with logarithm and cosine.
    fileprivate mutating func nearlyNormal() -> Float {
        let bits = next()
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        // Each part is uniform in 0 ..< 65536: mean 32767.5, deviation 65536 / sqrt(12).
        return (Float(sum) - 131_070) * (1 / 37_837.23)
    }
}
