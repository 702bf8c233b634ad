extension Preset {
    /// The four-block network of the few-shot literature (Vinyals et al. 2016, "Matching Networks", section 4.1; Snell et al. 2017),
    /// followed by a linear embedding.
    public static let conv4 = Preset(
        name: "conv4", summary: "four blocks of 3x3 convolution, batch norm, ReLU and max-pool; small and quick",
        input: .image(channels: 1, height: 35, width: 35), embedding: 64
    ) { input, embedding in
        let block: [Layer] = [.convolution(64, kernel: 3, padding: 1, bias: false), .batchNorm(), .relu, .maxPool(2)]
        return NetworkSpec(
            name: "conv4", source: "Vinyals et al. 2016, arXiv:1606.04080", input: input,
            layers: [block, block, block, block, [.flatten, .linear(embedding ?? 64, name: "embedding")]].flatMap { $0 })
    }
}
