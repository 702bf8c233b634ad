extension Preset {
    /// The 13 convolutions of VGG-16 (Simonyan, Zisserman 2015, table 1, column D) in five blocks, flattened; named as torchvision names
    /// them. Compared by a learned similarity with 512 hidden units.
    public static let vgg16 = Preset(
        name: "vgg16", summary: "Simonyan, Zisserman 2015: the convolutions of VGG-16 with a learned similarity",
        input: .image(channels: 3, height: 105, width: 105), embedding: 4608
    ) { input, embedding in
        NetworkSpec(
            name: "vgg16", source: "Simonyan, Zisserman 2015, arXiv:1409.1556", input: input,
            layers: vggFeatures([[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]])
                + [.flatten] + (embedding.map { [.linear($0, name: "embedding")] } ?? []),
            initialization: .kaimingFanOut, head: .similarity(units: 512))
    }

    /// Blocks of 3x3 convolutions with ReLU, each block ending in a max-pool; convolutions are called `features.N`, `N` counting every
    /// layer, as in torchvision.
    static func vggFeatures(_ blocks: [[Int]]) -> [Layer] {
        var layers: [Layer] = []
        for block in blocks {
            for channels in block {
                layers += [.convolution(channels, kernel: 3, padding: 1, name: "features.\(layers.count)"), .relu]
            }
            layers.append(.maxPool(2))
        }
        return layers
    }
}
