/// Euclidean distance of two embeddings of one size.
public func euclideanDistance(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Float {
    var squared: Float = 0
    for (one, other) in zip(left, right) {
        squared += (one - other) * (one - other)
    }
    return squared.squareRoot()
}
