import ArgumentParser
import Datasets
import Training

/// Which images make a batch, and which classes are held out.
struct SamplingOptions: ParsableArguments {
    enum Sampler: String, ExpressibleByArgument, CaseIterable {
        case pairs
        case classes
        case triplets
    }

    @Option(help: "Batches of pairs, of P classes x K images, or of triplets (default: pairs).") var sampler: Sampler?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Classes in a batch of the classes sampler (default: 16).", valueName: "P"),
        transform: positive("--classes", upTo: 65_536))
    var classes: Int?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Images of each of them (default: 4).", valueName: "K"),
        transform: positive("--images", upTo: 65_536))
    var images: Int?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw them within so many groups, so that impostors are hard.", valueName: "G"),
        transform: positive("--groups", upTo: 65_536))
    var groups: Int?

    @Option(
        help: """
            What is held out: whole classes, whole groups of them, or pairs: images of every class, which then is in training too \
            (default: the data set's own folders train, val and test where it has them, otherwise class).
            """)
    var splitBy: ClassSplit.Unit?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Fraction held out for validation (default: 0.15).", valueName: "SHARE"),
        transform: number("--validation", 0.001...0.9))
    var validation: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Fraction held out for testing (default: 0.15).", valueName: "SHARE"),
        transform: number("--test", 0...0.9))
    var test: Double?
    @Option(
        help: ArgumentHelp(
            "A JSON file of classes or groups: {\"training\": [...], \"validation\": [...], \"test\": [...]}.", valueName: "FILE")
    )
    var splitLists: String?

    func apply(to options: inout TrainingOptions, batch: Int?) throws {
        options.sampling = try chosen(over: options.sampling, batch: batch)
        if let splitBy { options.split.unit = splitBy }
        if let validation { options.split.validation = validation }
        if let test { options.split.test = test }
        if let splitLists { options.split.lists = try SplitLists(contentsOf: splitLists) }
    }

    /// Folders that are the split leave no room for shares; a unit or lists that a person chose win over folders.
    func check(against folders: SplitFolders?) throws {
        guard let folders, splitBy == nil, splitLists == nil else { return }
        let anew = "leave the option out, or give `--split-by class` to split all images again"
        if validation != nil, folders.has(.validation) {
            throw Failure(
                "--validation takes a share, but the folder \(folders.folders(of: .validation)[0]) is for validation; \(anew)",
                .usage)
        }
        if let test, test > 0 {
            throw Failure("--test takes a share, but the folders \(folders.names) are the split; \(anew)", .usage)
        }
    }

    private func chosen(over sampling: Sampling, batch: Int?) throws -> Sampling {
        let wantsClasses = classes != nil || images != nil || groups != nil
        var kind = sampler
        if kind == nil, wantsClasses { kind = .classes }
        guard kind == nil || kind == .classes || !wantsClasses else {
            throw ValidationError("--classes, --images and --groups are for another sampler; give `--sampler classes`.")
        }
        let count = batch ?? sampling.count ?? 32
        switch (kind, sampling) {
        case (.pairs, _), (nil, .pairs): return .pairs(count: count)
        case (.triplets, _), (nil, .triplets): return .triplets(count: count)
        case (.classes, .classes(let oldClasses, let oldImages, let oldGroups)),
            (nil, .classes(let oldClasses, let oldImages, let oldGroups)):
            guard batch == nil else {
                throw ValidationError("--batch is for pairs; leave `--batch` out and give `--classes P` and `--images K`.")
            }
            return .classes(count: classes ?? oldClasses, images: images ?? oldImages, groups: groups ?? oldGroups)
        case (.classes, _):
            guard batch == nil else {
                throw ValidationError("--batch is for pairs; leave `--batch` out and give `--classes P` and `--images K`.")
            }
            return .classes(count: classes ?? 16, images: images ?? 4, groups: groups)
        }
    }
}

extension Sampling {
    fileprivate var count: Int? {
        switch self {
        case .pairs(let count), .triplets(let count): count
        case .classes: nil
        }
    }
}
