import Networks

/// What an engine shows of one training pass, to be held against a fixture.
public struct TrainingPass {
    public var output: [Double]
    public var logits: [Double] = []
    public var imageGradient: [Double]
    public var gradients: [String: [Double]]
    /// Parameters and running statistics after the pass.
    public var parameters: [String: [Double]]
    /// The same images with running statistics, after the pass.
    public var inference: [Double]
    public var inferenceLogits: [Double] = []

    public init(
        output: [Double], imageGradient: [Double], gradients: [String: [Double]], parameters: [String: [Double]],
        inference: [Double]
    ) {
        self.output = output
        self.imageGradient = imageGradient
        self.gradients = gradients
        self.parameters = parameters
        self.inference = inference
    }

    /// Sentences on everything that is not as the fixture has it; tolerances are relative to the largest number of a tensor.
    ///
    /// - Parameters:
    ///   - outputs: tolerance of outputs, running statistics and inference.
    ///   - gradients: tolerance of gradients. A bias before a normalisation has no gradient but rounding, so no tensor is taken for
    ///     smaller than a hundredth of the largest gradient.
    public func disagreements(with fixture: Fixture, outputs: Double, gradients tolerance: Double) throws -> [String] {
        var found: [String] = []
        func compare(_ name: String, _ actual: [Double]?, _ expected: [Double], _ tolerance: Double, atLeast scale: Double = 0) {
            let difference = relativeDifference(actual ?? [], expected, atLeast: scale)
            if difference > tolerance { found.append("\(name) differs by \(difference)") }
        }
        compare("the output", output, try fixture.values("output"), outputs)
        compare("inference", inference, try fixture.values("inference"), outputs)
        if fixture.has("logits") {
            compare("the logits", logits, try fixture.values("logits"), outputs)
            compare("inference's logits", inferenceLogits, try fixture.values("inference_logits"), outputs)
        }
        for (name, tensor) in fixture.group("running") {
            compare(name, parameters[name], tensor.values.map(Double.init), outputs)
        }
        let expected = fixture.group("gradient")
        let floor = (expected.flatMap(\.tensor.values).map(abs).max() ?? 0) / 100
        for (name, tensor) in expected {
            compare("\(name)'s gradient", gradients[name], tensor.values.map(Double.init), tolerance, atLeast: Double(floor))
        }
        compare("the images' gradient", imageGradient, try fixture.values("image_gradient"), tolerance)
        if Set(gradients.keys) != Set(expected.names) { found.append("the gradients are \(gradients.keys.sorted())") }
        if Set(parameters.keys) != Set(fixture.group("parameter").names) {
            found.append("the parameters are \(parameters.keys.sorted())")
        }
        return found
    }
}

extension ParameterSet {
    /// The numbers by name.
    public var doubles: [String: [Double]] {
        Dictionary(uniqueKeysWithValues: map { ($0.name, $0.tensor.values.map(Double.init)) })
    }
}
