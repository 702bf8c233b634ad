import Networks

/// A network with the input and the number of pairs that it is measured with.
struct BenchCase {
    let name: String
    let spec: NetworkSpec
    let pairs: Int

    /// What `--network all` runs: the presets of the literature at the sizes that `Tests/Peers` runs in PyTorch.
    static let all: [BenchCase] = [
        BenchCase(.conv4, "1x35x35", pairs: 32), BenchCase(.conv4, "1x105x105", pairs: 32), BenchCase(.koch, pairs: 32),
        BenchCase(.vgg16, pairs: 8), BenchCase(.resnet18, "3x105x105", pairs: 16), BenchCase(.resnet50, pairs: 4),
        BenchCase(.dogs, pairs: 4), BenchCase(.faces, pairs: 32),
    ]

    /// A network of the user's choice, with as many pairs as the list has for it.
    init(_ spec: NetworkSpec, pairs: Int?) {
        let known = BenchCase.all.first { $0.spec.name == spec.name }
        self.init(name: spec.name, spec: spec, pairs: pairs ?? known?.pairs ?? 8)
    }

    /// A preset as the list has it, or at its own size.
    init(_ preset: Preset, pairs: Int?) {
        let known = BenchCase.all.first { $0.spec.name == preset.name }
        self.init(known?.spec ?? preset.spec(), pairs: pairs)
    }

    private init(_ preset: Preset, _ input: String? = nil, pairs: Int) {
        let shape = input.flatMap { TensorShape(parsing: $0) }
        self.init(name: preset.name, spec: preset.spec(input: shape), pairs: pairs)
    }

    private init(name: String, spec: NetworkSpec, pairs: Int) {
        (self.name, self.spec, self.pairs) = (name, spec, pairs)
    }

    func with(pairs: Int?) -> BenchCase { BenchCase(name: name, spec: spec, pairs: pairs ?? self.pairs) }
}
