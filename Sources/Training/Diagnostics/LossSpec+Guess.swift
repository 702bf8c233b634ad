import Foundation
import MetricLearning

extension LossSpec {
    /// What the loss is while genuine and impostor pairs cannot be told apart, all distances being zero; `nil` where that is no single
    /// number.
    ///
    /// - Parameters:
    ///   - genuine: share of the pairs that are genuine, 0 to 1.
    ///   - images: in a batch.
    ///   - learnsSimilarity: whether a head judges pairs, whose logit is the loss's own and knows no margin.
    func guess(
        margin: Float?, genuine: Float, images: Int, learnsSimilarity: Bool
    ) -> (value: Float, meaning: String)? {
        let margin = margin ?? 1
        switch self {
        case .contrastive: return (margin * margin * (1 - genuine), "what it is when all distances are zero")
        case .triplet(_, _, false, _): return (margin, "the margin: what it is when all distances are the same")
        case .crossEntropy where !learnsSimilarity:
            // The logit of a pair is the margin less its distance.
            return (
                genuine * log1p(exp(-margin)) + (1 - genuine) * log1p(exp(margin)), "what it is when all distances are zero"
            )
        case .triplet, .crossEntropy: return (0.693_147, "the logarithm of 2: what it is when the network only guesses")
        case .supervisedContrastive:
            return (log(Float(max(2, images - 1))), "the logarithm of the other images in a batch: what it is when all are alike")
        case .cosineEmbedding: return ((1 - genuine) * max(0, 1 - margin), "what it is when all distances are zero")
        case .multiSimilarity: return nil
        }
    }

    /// The least that the loss can be while all pairs are at one distance, the best one: what is below is learned. `nil` where that is no
    /// single number.
    ///
    /// The same parameters as `guess`.
    func leastWithoutLearning(margin: Float?, genuine: Float, images: Int, learnsSimilarity: Bool) -> Float? {
        let margin = margin ?? 1
        switch self {
        // All at (1 - genuine) * margin, where what pulls and what pushes are equal.
        case .contrastive(_, 0, _): return genuine * (1 - genuine) * margin * margin
        case .crossEntropy:
            guard genuine > 0, genuine < 1 else { return nil }
            return -(genuine * log(genuine) + (1 - genuine) * log(1 - genuine))
        case .cosineEmbedding: return min((1 - genuine) * max(0, 1 - margin), genuine * (1 - margin))
        case .contrastive, .triplet, .supervisedContrastive, .multiSimilarity:
            return guess(margin: margin, genuine: genuine, images: images, learnsSimilarity: learnsSimilarity)?.value
        }
    }
}
