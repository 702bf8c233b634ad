import Networks

/// A learned similarity: the difference of two embeddings goes through a network of its own, which ends in one logit a pair.
final class SimilarityHead {
    let branch: Branch
    private let difference: Head.Difference

    init(_ graph: NetworkGraph, _ difference: Head.Difference, pairs: Int, _ resources: PlanResources) throws {
        self.difference = difference
        branch = try Branch(graph, images: pairs, resources, offersInputGradient: true)
    }

    /// From the embeddings of both sides, `[N, F]` each, to `branch.output`, `[N, 1]`.
    func forward(_ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>, step: Int) throws {
        subtract(left, right, into: branch.training.input.floats)
        try branch.training.forward(step: step)
    }

    /// From `branch.outputGradient` to the gradients of the embeddings of both sides, and of the head's own parameters.
    ///
    /// At a difference of zero the absolute value has no slope; zero is what PyTorch takes too.
    func backward(
        _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
        leftGradient: UnsafeMutableBufferPointer<Float>, rightGradient: UnsafeMutableBufferPointer<Float>, step: Int
    ) throws {
        try branch.training.backward(step: step, includingInput: true)
        let slopes = branch.inputGradient
        for index in 0..<slopes.count {
            let gap = left[index] - right[index]
            let direction: Float = difference == .signed || gap > 0 ? 1 : gap < 0 ? -1 : 0
            leftGradient[index] = direction * slopes[index]
            rightGradient[index] = -direction * slopes[index]
        }
    }

    /// Writes the differences of two runs of numbers, as the head reads them.
    func subtract(
        _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
        into result: UnsafeMutableBufferPointer<Float>
    ) {
        let count = min(left.count, right.count, result.count)
        switch difference {
        case .absolute: for index in 0..<count { result[index] = abs(left[index] - right[index]) }
        case .signed: for index in 0..<count { result[index] = left[index] - right[index] }
        }
    }
}
