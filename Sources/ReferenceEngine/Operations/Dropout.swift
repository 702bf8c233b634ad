import Networks

/// Zeroes what the rule drops and scales the rest, so that the expected value stays. It is its own backward pass.
func dropoutForward<Scalar: BinaryFloatingPoint>(
    _ input: Values<Scalar>, _ dropout: Dropout, rule: DropoutRule, firstImage: Int
) -> Values<Scalar> {
    var output = input
    let first = firstImage * input.shape.count
    let scale = 1 / (1 - Scalar(dropout.probability))
    for index in output.data.indices {
        output.data[index] = rule.keeps(first + index) ? input.data[index] * scale : 0
    }
    return output
}
