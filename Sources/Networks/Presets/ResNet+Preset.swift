extension Preset {
    public static let resnet18 = resnet(.resnet18)
    public static let resnet34 = resnet(.resnet34)
    /// Compared by a learned similarity with 1023 hidden units.
    public static let resnet50 = resnet(.resnet50, head: .similarity(units: 1023))
    public static let resnet101 = resnet(.resnet101)
    public static let resnet152 = resnet(.resnet152)

    private static func resnet(_ network: ResNet, head: Head = .distance(.euclidean)) -> Preset {
        Preset(
            name: network.name, summary: "He, Zhang, Ren, Sun 2015: residual network up to its global average pooling",
            input: .image(channels: 3, height: 224, width: 224), embedding: network.features
        ) { input, embedding in
            network.embedderOfCheckedOptions(input: input, features: embedding, head: head)
        }
    }
}
