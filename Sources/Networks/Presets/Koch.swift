extension Preset {
    /// The convolutional Siamese network of Koch, Zemel and Salakhutdinov 2015, figure 4: 1x105x105, a linear layer of
    /// 4096 sigmoid units on 256 maps of 6x6; compared by Euclidean distance.
    public static let koch = Preset(
        name: "koch", summary: "Koch, Zemel, Salakhutdinov 2015: the Siamese network of the Omniglot paper",
        input: .image(channels: 1, height: 105, width: 105), embedding: 4096
    ) { input, embedding in
        koch(name: "koch", input: input, embedding: embedding, head: .distance(.euclidean))
    }

    /// The same with the paper's own head (section 3.1): the component-wise L1 distance, a learned weight for each component,
    /// one logit.
    public static let kochSimilarity = Preset(
        name: "koch-similarity", summary: "koch with the paper's head: learned weights on the component-wise L1 distance",
        input: .image(channels: 1, height: 105, width: 105), embedding: 4096
    ) { input, embedding in
        koch(
            name: "koch-similarity", input: input, embedding: embedding,
            head: .similarity(difference: .absolute, layers: [.linear(1, name: "logit")]))
    }

    private static func koch(name: String, input: TensorShape, embedding: Int?, head: Head) -> NetworkSpec {
        NetworkSpec(
            name: name, source: "Koch, Zemel, Salakhutdinov 2015, Siamese Neural Networks for One-shot Image Recognition",
            input: input,
            layers: [
                .convolution(64, kernel: 10), .relu, .maxPool(2),
                .convolution(128, kernel: 7), .relu, .maxPool(2),
                .convolution(128, kernel: 4), .relu, .maxPool(2),
                .convolution(256, kernel: 4), .relu,
                .flatten, .linear(embedding ?? 4096, name: "embedding"), .sigmoid,
            ],
            head: head)
    }
}
