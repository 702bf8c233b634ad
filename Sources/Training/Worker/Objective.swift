import Datasets
import Engine
import MetricLearning

/// One training pass: the images forward, the loss, and its gradient backward to all parameters.
struct Objective {
    private let learnsSimilarity: Bool
    /// Of the latest batch.
    private(set) var embeddings: Matrix
    private var gradient: Matrix
    private var logits: [Float]
    private var logitGradient: [Float]

    /// - Parameters:
    ///   - images: in a batch.
    ///   - features: the dimension of an embedding.
    ///   - learnsSimilarity: whether a head judges pairs, instead of the distance of their embeddings.
    init(images: Int, features: Int, learnsSimilarity: Bool) {
        self.learnsSimilarity = learnsSimilarity
        embeddings = Matrix(rows: images, columns: features)
        gradient = embeddings
        logits = Array(repeating: 0, count: learnsSimilarity ? images / 2 : 0)
        logitGradient = logits
    }

    mutating func run(_ batch: Batch, step: Int, on engine: Engine, _ loss: LossSpec) throws -> PairLoss {
        if learnsSimilarity { return try runOnLogits(batch, step: step, on: engine) }
        try engine.forward(batch.images, step: step, into: &embeddings)
        // Losses over classes see more than pairs where the classes are known.
        let result =
            batch.same.isEmpty || !(loss.judgesSinglePairs || batch.labels.isEmpty)
            ? loss.evaluate(embeddings, labels: batch.labels, gradient: &gradient)
            : loss.evaluate(embeddings, same: batch.same, gradient: &gradient)
        try engine.backward(gradient)
        return result
    }

    /// The images forward only: running statistics move, nothing else.
    mutating func forward(_ batch: Batch, step: Int, on engine: Engine) throws {
        if learnsSimilarity {
            try engine.forward(batch.images, step: step, into: &embeddings, logits: &logits)
        } else {
            try engine.forward(batch.images, step: step, into: &embeddings)
        }
    }

    private mutating func runOnLogits(_ batch: Batch, step: Int, on engine: Engine) throws -> PairLoss {
        try engine.forward(batch.images, step: step, into: &embeddings, logits: &logits)
        let value = LogitLoss.evaluate(logits: logits, same: batch.same, gradient: &logitGradient)
        try engine.backward(logits: logitGradient)
        let distances = logits.map(LearnedSimilarity.distance(ofLogit:))
        return PairLoss(
            value: value, genuineDistance: distances.mean(where: batch.same),
            impostorDistance: distances.mean(where: batch.same.map { !$0 }), activeFraction: 1)
    }
}

extension [Float] {
    /// The mean of the chosen values; zero where none is chosen.
    func mean(where chosen: [Bool]) -> Float {
        var (sum, count) = (Float(0), 0)
        for (value, isChosen) in zip(self, chosen) where isChosen {
            sum += value
            count += 1
        }
        return sum / Float(Swift.max(1, count))
    }
}
