extension Preset {
    /// The convolutional Siamese network of Koch, Zemel and Salakhutdinov 2015, figure 4: 1x105x105, a linear layer of
    /// 4096 sigmoid units on 256 maps of 6x6.
    public static let koch = Preset(
        name: "koch", summary: "Koch, Zemel, Salakhutdinov 2015: the Siamese network of the Omniglot paper",
        input: .image(channels: 1, height: 105, width: 105), embedding: 4096
    ) { input, embedding in
        NetworkSpec(
            name: "koch", source: "Koch, Zemel, Salakhutdinov 2015, Siamese Neural Networks for One-shot Image Recognition",
            input: input,
            layers: [
                .convolution(64, kernel: 10), .relu, .maxPool(2),
                .convolution(128, kernel: 7), .relu, .maxPool(2),
                .convolution(128, kernel: 4), .relu, .maxPool(2),
                .convolution(256, kernel: 4), .relu,
                .flatten, .linear(embedding, name: "embedding"), .sigmoid,
            ])
    }
}
