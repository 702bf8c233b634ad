extension Preset {
    /// The small network that tutorials train on the ORL faces: three 3x3 convolutions of 4, 8 and 8 channels that keep the size by
    /// reflection padding, 80000 features at 1x100x100, then 500, 500 and the embedding.
    public static let faces = Preset(
        name: "faces", summary: "three narrow convolutions with reflection padding, as tutorials train on faces",
        input: .image(channels: 1, height: 100, width: 100), embedding: 5
    ) { input, embedding in
        let blocks: [[Layer]] = [4, 8, 8].map { channels in
            [.reflectionPad(1), .convolution(channels, kernel: 3), .relu, .batchNorm()]
        }
        let last: [Layer] = [
            .flatten, .linear(500), .relu, .linear(500), .relu, .linear(embedding ?? 5, name: "embedding"),
        ]
        return NetworkSpec(
            name: "faces", source: "Gupta 2017, Facial Similarity with Siamese Networks in PyTorch", input: input,
            layers: blocks.flatMap { $0 } + last)
    }
}
