import MetricLearning
import Networks

/// One network of an engine: the plan that trains it, and plans for inference, made when they are first asked for.
final class Branch {
    let graph: NetworkGraph
    let training: Plan
    private let resources: PlanResources
    private var inference: [Int: Plan] = [:]

    /// - Parameters:
    ///   - images: in a training pass.
    ///   - firstImage: how many images of the batch come before; dropout counts from there.
    ///   - offersInputGradient: whether `backward` can be asked for the gradient with respect to the images.
    init(
        _ graph: NetworkGraph, images: Int, _ resources: PlanResources, firstImage: Int = 0, offersInputGradient: Bool
    ) throws {
        self.graph = graph
        self.resources = resources
        training = try Plan(
            graph, images: images, .training, resources, firstImage: firstImage, offersInputGradient: offersInputGradient)
    }

    // MARK: Training

    /// Rows of the last training pass.
    var output: UnsafeMutableBufferPointer<Float> { training.output.floats }

    /// Rows to be filled before `backward`.
    var outputGradient: UnsafeMutableBufferPointer<Float> {
        training.outputGradient?.floats ?? UnsafeMutableBufferPointer(start: nil, count: 0)
    }

    /// `[images, C, H, W]`, after a backward pass that was asked for it; valid up to the next pass.
    var inputGradient: UnsafeMutableBufferPointer<Float> {
        training.inputGradient?.floats ?? UnsafeMutableBufferPointer(start: nil, count: 0)
    }

    // MARK: Inference

    /// Runs `count` inputs in passes that the plans are made for.
    ///
    /// - Parameters:
    ///   - fill: writes the inputs of a range to the beginning of the rows it is given.
    ///   - read: takes the outputs of a range from the beginning of the rows it is given.
    func infer(
        count: Int, fill: (Range<Int>, UnsafeMutableBufferPointer<Float>) -> Void,
        read: (Range<Int>, UnsafeMutableBufferPointer<Float>) -> Void
    ) throws {
        var done = 0
        while done < count {
            let plan = try inferencePlan(for: count - done)
            let range = done..<done + min(plan.images, count - done)
            fill(range, plan.input.floats)
            try plan.forward(step: 0)
            read(range, plan.output.floats)
            done = range.upperBound
        }
    }

    /// Single images and full passes have their own plans; a partial pass runs in the full one.
    private func inferencePlan(for count: Int) throws -> Plan {
        let images = count == 1 ? 1 : resources.options.inferenceImages
        if let plan = inference[images] { return plan }
        let plan = try Plan(graph, images: images, .inference, resources)
        inference[images] = plan
        return plan
    }

    // MARK: Reports

    /// What oneDNN chose for every layer, in the order in which they run.
    var layerReports: [LayerReport] {
        graph.nodes.map { node in
            var report = LayerReport(name: node.name, activationBytes: training.activationBytes[node.name] ?? 0)
            for case let step as any ReportedStep in training.steps where step.layer == node.name { report.note(step) }
            return report
        }
    }
}
