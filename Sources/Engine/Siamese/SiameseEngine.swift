import CKernels
import MetricLearning
import Networks

/// Runs and trains everything that a pair of images goes through, on oneDNN: one network for both images or one for each, and a
/// learned similarity where there is one.
///
/// Everything is compiled when it is made: a training step allocates nothing. It belongs to the thread that made it, since oneDNN's
/// team of threads does: create it where it is used.
public final class SiameseEngine {
    public let graph: PairGraph
    let options: EngineOptions
    let resources: PlanResources
    let optimizer: Optimizer
    let left: Branch
    /// What the right images go through in training: a network of their own, or the left one's in a pass of its own; `nil` where both
    /// sides are one pass.
    let right: Branch?
    let head: SimilarityHead?
    private let gradientSum: GradientSum?
    /// The step of a forward pass that no backward pass has followed yet, and whether the head took part in it.
    private var lastStep: Int?
    private var lastPassHasLogits = false
    private var hasTrained = false

    /// - Throws: `EngineError` where the batch does not fit the network, a parameter is missing or misshapen, or the machine has no
    ///   memory for the plans.
    public init(_ graph: PairGraph, parameters: ParameterSet, options: EngineOptions) throws {
        try SiameseEngine.check(graph, options)
        try options.requireItsPrecision()
        self.graph = graph
        self.options = options
        resources = try PlanResources(options)
        let isSplit = graph.right != nil || options.batchStatistics == .branchwise
        let images = isSplit ? options.images / 2 : options.images
        left = try Branch(graph.left, images: images, resources, offersInputGradient: options.offersInputGradient)
        right =
            isSplit
            ? try Branch(
                graph.right ?? graph.left, images: images, resources, firstImage: images,
                offersInputGradient: options.offersInputGradient)
            : nil
        let branchParameters = resources.store.parameters
        if let network = graph.head, let difference = graph.difference {
            head = try SimilarityHead(network, difference, pairs: options.images / 2, resources)
        } else {
            head = nil
        }
        try resources.store.place()
        optimizer = try Optimizer(resources)
        gradientSum =
            isSplit && graph.right == nil
            ? try GradientSum(of: branchParameters, resources.store, resources.context) : nil
        try load(parameters)
    }

    /// One network for both images, compared by a distance.
    public convenience init(_ network: NetworkGraph, parameters: ParameterSet, options: EngineOptions) throws {
        try self.init(PairGraph(shared: network), parameters: parameters, options: options)
    }

    private static func check(_ graph: PairGraph, _ options: EngineOptions) throws {
        guard options.images > 0, options.inferenceImages > 0 else {
            throw EngineError("a batch of no images cannot be trained on; use at least one pair")
        }
        let sides =
            if graph.right != nil {
                "separate twins tell left images from right ones"
            } else if graph.head != nil {
                "a learned similarity compares a left image with a right one"
            } else if options.batchStatistics == .branchwise {
                "branchwise batch statistics tell left images from right ones"
            } else {
                ""
            }
        guard !sides.isEmpty else { return }
        guard options.batchLayout == .pairs else {
            throw EngineError("\(sides), so they cannot be trained on batches of P classes x K images; train on pairs")
        }
        guard options.images.isMultiple(of: 2) else {
            throw EngineError("\(sides), so a batch needs an even number of images, not \(options.images)")
        }
    }

    /// The dimension of an embedding.
    var embeddingSize: Int { graph.left.output.count }

    // MARK: Training

    /// The training pass: batch statistics, and dropout as `step` draws it.
    ///
    /// - Parameters:
    ///   - images: `[images, C, H, W]`; of pairs all left images first, then all right ones.
    ///   - embeddings: `[images, F]`, overwritten.
    public func forward(_ images: [Float], step: Int, into embeddings: inout Matrix) throws {
        try requireRows(embeddings, options.images)
        try run(images, step: step)
        embeddings.values.withUnsafeMutableBufferPointer { rows in
            let end = left.output.count
            _ = rows[..<end].update(fromContentsOf: left.output)
            if let right { _ = rows[end...].update(fromContentsOf: right.output) }
        }
    }

    /// The same, and the learned similarity of every pair.
    ///
    /// - Parameter logits: one a pair, overwritten: large where the head takes both images for one class.
    public func forward(_ images: [Float], step: Int, into embeddings: inout Matrix, logits: inout [Float]) throws {
        let head = try requireHead()
        try requireLogits(logits.count)
        try forward(images, step: step, into: &embeddings)
        try head.forward(leftRows, rightRows, step: step)
        lastPassHasLogits = true
        logits.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: head.branch.output) }
    }

    private func run(_ images: [Float], step: Int) throws {
        let count = options.images * graph.left.input.count
        try require(
            images.count == count, "the batch has \(images.count) numbers, not \(options.images) x \(graph.left.input)")
        images.withUnsafeBufferPointer { images in
            let end = left.training.input.floats.update(fromContentsOf: images.prefix(left.training.input.floats.count))
            if let right { _ = right.training.input.floats.update(fromContentsOf: images[end...]) }
        }
        if !hasTrained {
            // Making networks leaves much behind: copies of all parameters, and what oneDNN needed to compile.
            kernel_return_freed_memory()
            hasTrained = true
        }
        resources.store.keepStatistics()
        try left.training.forward(step: step)
        try right?.training.forward(step: step)
        (lastStep, lastPassHasLogits) = (step, false)
    }

    /// From the gradient with respect to the embeddings of the last `forward` to the gradients of all parameters.
    ///
    /// - Parameter includingInput: also computes `inputGradient`.
    public func backward(_ gradient: Matrix, includingInput: Bool = false) throws {
        try require(head == nil, "a learned similarity is trained by the gradient of its logits; pass that to backward")
        try requireRows(gradient, options.images)
        let step = try takeLastStep(includingInput)
        gradient.values.withUnsafeBufferPointer { rows in
            let end = left.outputGradient.update(fromContentsOf: rows.prefix(left.outputGradient.count))
            if let right { _ = right.outputGradient.update(fromContentsOf: rows[end...]) }
        }
        try propagate(step: step, includingInput)
    }

    /// From the gradient with respect to the logits of the last `forward` to the gradients of all parameters, the head's among them.
    ///
    /// - Parameters:
    ///   - gradient: one number a pair.
    ///   - includingInput: also computes `inputGradient`.
    public func backward(logits gradient: [Float], includingInput: Bool = false) throws {
        let head = try requireHead()
        try requireLogits(gradient.count)
        try require(lastPassHasLogits, "backward needs a forward pass that computed logits before it")
        let step = try takeLastStep(includingInput)
        _ = head.branch.outputGradient.update(fromContentsOf: gradient)
        let size = leftRows.count
        let slopes = left.outputGradient
        try head.backward(
            leftRows, rightRows, leftGradient: UnsafeMutableBufferPointer(rebasing: slopes[..<size]),
            rightGradient: right?.outputGradient ?? UnsafeMutableBufferPointer(rebasing: slopes[size...]), step: step)
        try propagate(step: step, includingInput)
    }

    private func propagate(step: Int, _ includingInput: Bool) throws {
        try left.training.backward(step: step, includingInput: includingInput)
        try gradientSum?.keep()
        try right?.training.backward(step: step, includingInput: includingInput)
        try gradientSum?.add()
    }

    private func takeLastStep(_ includingInput: Bool) throws -> Int {
        try require(
            !includingInput || options.offersInputGradient,
            "the gradient with respect to the images is asked for, but was not planned; set offersInputGradient")
        guard let step = lastStep else { throw EngineError("backward needs a forward pass before it") }
        lastStep = nil
        return step
    }

    /// Embeddings of the last training pass, `[N, F]` a side.
    private var leftRows: UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(rebasing: left.output.prefix(options.images / 2 * embeddingSize))
    }

    private var rightRows: UnsafeBufferPointer<Float> {
        if let right { return UnsafeBufferPointer(right.output) }
        return UnsafeBufferPointer(rebasing: left.output.dropFirst(options.images / 2 * embeddingSize))
    }

    /// The gradient with respect to the images of the last batch, `[images, C, H, W]`, where the last `backward` was asked for it; valid
    /// up to the next training pass.
    public var inputGradient: [Float] { Array(left.inputGradient) + (right.map { Array($0.inputGradient) } ?? []) }

    // MARK: Steps

    /// The Euclidean norm of the gradient of all parameters, before clipping.
    public func gradientNorm() -> Float { optimizer.gradientNorm() }

    /// One optimizer step with the gradients of the last `backward`, scaled down to `gradientClip` where their norm exceeds it.
    public func update(learningRate: Float) throws {
        try require(learningRate.isFinite && learningRate >= 0, "the learning rate is \(learningRate); use a number from 0 up")
        optimizer.update(learningRate: learningRate)
    }

    // MARK: Checks

    func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
        guard condition else { throw EngineError(sentence()) }
    }

    func requireHead() throws -> SimilarityHead {
        guard let head else { throw EngineError("this network compares by a distance and gives no logits; use its embeddings") }
        return head
    }

    private func requireLogits(_ count: Int) throws {
        try require(count == options.images / 2, "there are \(count) logits, but \(options.images / 2) pairs")
    }

    private func requireRows(_ matrix: Matrix, _ rows: Int) throws {
        try require(
            matrix.rows == rows && matrix.columns == embeddingSize,
            "the matrix is \(matrix.rows)x\(matrix.columns), but \(rows)x\(embeddingSize) is needed")
    }
}
