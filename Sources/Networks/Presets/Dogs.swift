extension Preset {
    /// The network that tutorials train on pairs of dogs: an AlexNet (Krizhevsky, Sutskever, Hinton 2012) of three convolutions,
    /// 46464 features at 3x256x256, then 1024, 256 and the embedding.
    public static let dogs = Preset(
        name: "dogs", summary: "three wide convolutions on 3x256x256, as tutorials train on dogs",
        input: .image(channels: 3, height: 256, width: 256), embedding: 2
    ) { input, embedding in
        NetworkSpec(
            name: "dogs", source: "after Krizhevsky, Sutskever, Hinton 2012, ImageNet Classification", input: input,
            layers: [
                .convolution(256, kernel: 11, stride: 4), .relu, .maxPool(3, stride: 2),
                .convolution(256, kernel: 5), .relu, .maxPool(2),
                .convolution(384, kernel: 3), .relu,
                .flatten, .linear(1024), .relu, .linear(256), .relu, .linear(embedding ?? 2, name: "embedding"),
            ])
    }
}
