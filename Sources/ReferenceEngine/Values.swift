import Networks

/// A batch of values of one shape, plain: `[N, C, H, W]` or `[N, F]`. A vector counts as a map of 1x1.
struct Values<Scalar: BinaryFloatingPoint> {
    let count: Int
    let shape: TensorShape
    var data: [Scalar]

    init(count: Int, shape: TensorShape, data: [Scalar]) {
        self.count = count
        self.shape = shape
        self.data = data
    }

    init(zerosLike other: Values) {
        self.init(count: other.count, shape: other.shape)
    }

    init(count: Int, shape: TensorShape) {
        self.init(count: count, shape: shape, data: Array(repeating: 0, count: count * shape.count))
    }

    var channels: Int { shape.channels }
    var height: Int { shape.height }
    var width: Int { shape.width }

    subscript(sample: Int, channel: Int, row: Int, column: Int) -> Scalar {
        get { data[((sample * channels + channel) * height + row) * width + column] }
        set { data[((sample * channels + channel) * height + row) * width + column] = newValue }
    }

    /// Value `index` of a sample, in plain order.
    subscript(sample: Int, index: Int) -> Scalar {
        get { data[sample * shape.count + index] }
        set { data[sample * shape.count + index] = newValue }
    }

    func map(_ transform: (Scalar) -> Scalar) -> Values {
        Values(count: count, shape: shape, data: data.map(transform))
    }

    func combined(with other: Values, _ combine: (Scalar, Scalar) -> Scalar) -> Values {
        Values(count: count, shape: shape, data: zip(data, other.data).map(combine))
    }

    func reshaped(to shape: TensorShape) -> Values {
        Values(count: count, shape: shape, data: data)
    }
}
