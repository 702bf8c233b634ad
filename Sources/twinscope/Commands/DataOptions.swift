import ArgumentParser
import Datasets
import Networks

/// What 1 means in a list of pairs.
struct PairLabelOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What 1 means in a list of pairs that does not say so.",
            valueName: PairLabels.allCases.map(\.rawValue).joined(separator: "|")))
    var labels: PairLabels?
}

extension PairLabels: ExpressibleByArgument {}
extension ViewClasses: ExpressibleByArgument {}

/// How much memory decoded images may take.
struct CacheOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Memory for decoded images; others are read again when they are needed.", valueName: "SIZE"),
        transform: bytes)
    var cache = 2 << 30

    /// Reads `2GiB`, `500MB`, `1.5 GiB`, or a number of bytes.
    @Sendable
    static func bytes(_ text: String) throws -> Int {
        let number = text.prefix { $0.isNumber || $0 == "." }
        let unit = text.dropFirst(number.count).trimmingPrefix(" ").lowercased()
        let units = ["": 1.0, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30]
        guard let value = Double(number), let scale = units[unit], value * scale <= 0x1p50 else {
            throw ValidationError("--cache \(text) is no size; give one as in `--cache 2GiB`, `--cache 500MiB` or `--cache 0`.")
        }
        return Int(value * scale)
    }
}

/// The size of an image for a network.
struct ImageSizeOption: ParsableArguments {
    @Option(help: ArgumentHelp("Size of an image for the network.", valueName: "CxHxW"), transform: read)
    var input: TensorShape?

    @Sendable
    private static func read(_ text: String) throws -> TensorShape {
        guard let shape = TensorShape(parsing: text), shape.isImage, shape.channels == 1 || shape.channels == 3 else {
            throw ValidationError(
                "--input \(text) is no size of images; give CxHxW with 1 or 3 channels, as in `--input 1x35x35`.")
        }
        return shape
    }
}

/// How images are changed on their way into a batch.
struct AugmentationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Turn up to so many degrees to either side.", valueName: "DEGREES")) var rotation = 0.0
    @Option(help: ArgumentHelp("Change the size by up to this share: 0.2 for 0.8 to 1.2.", valueName: "SHARE")) var scale = 0.0
    @Option(help: ArgumentHelp("Slant by up to this share of the height.", valueName: "SHARE")) var shear = 0.0
    @Option(help: ArgumentHelp("Shift by up to this share of the side.", valueName: "SHARE")) var translation = 0.0
    @Flag(help: "Mirror left and right half of the time.") var flip = false
    @Option(help: ArgumentHelp("Cut off up to this share of the side.", valueName: "SHARE")) var crop = 0.0
    @Option(help: ArgumentHelp("Lighten or darken by up to this share.", valueName: "SHARE")) var brightness = 0.0
    @Option(help: ArgumentHelp("Change the contrast by up to this share.", valueName: "SHARE")) var contrast = 0.0
    @Option(help: ArgumentHelp("Noise of this deviation, 1 being from black to white.", valueName: "D")) var noise = 0.0
    @Option(help: ArgumentHelp("Smooth random shifts of this deviation, as a share of the side.", valueName: "D")) var elastic =
        0.0
    @Option(
        help: ArgumentHelp(
            "Views that are classes of their own.", valueName: ViewClasses.allCases.map(\.rawValue).joined(separator: "|")))
    var views = ViewClasses.upright

    var chosen: Augmentation {
        var augmentation = Augmentation()
        augmentation.rotation = rotation
        augmentation.scale = scale
        augmentation.shear = shear
        augmentation.translation = translation
        augmentation.horizontalFlip = flip
        augmentation.crop = crop
        augmentation.brightness = brightness
        augmentation.contrast = contrast
        augmentation.noise = noise
        augmentation.elastic = elastic
        return augmentation
    }

    func validate() throws {
        do {
            try chosen.validate()
        } catch let error as DatasetError {
            throw ValidationError(error.description)
        }
    }
}

extension AugmentationOptions {
    /// What was chosen; where nothing was, changes that keep the class of nearly any image, so that there is something to see.
    var chosenOrUsual: Augmentation {
        guard chosen == .none, views == .upright else { return chosen }
        var usual = Augmentation()
        usual.rotation = 15
        usual.scale = 0.2
        usual.shear = 0.2
        usual.translation = 0.1
        return usual
    }
}
