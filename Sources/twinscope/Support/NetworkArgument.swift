import ArgumentParser
import Foundation
import Networks

/// The network options that `train` and `describe` share.
struct NetworkArgument: ParsableArguments {
    @Option(help: ArgumentHelp("Size of one image for the network.", valueName: "CxHxW"), transform: shape)
    var input: TensorShape?

    @Option(help: ArgumentHelp("Embedding dimension (presets only).", valueName: "N"), transform: positive("--embedding"))
    var embedding: Int?

    /// The network called `name`, or the one that a JSON file describes.
    func spec(named name: String, channels: Int? = nil) throws -> NetworkSpec {
        guard name.hasSuffix(".json") || name.contains("/") else {
            let preset = try Preset.named(name)
            return preset.spec(input: input ?? channels.map(preset.input(channels:)), embedding: embedding)
        }
        guard embedding == nil else {
            throw Failure(
                "--embedding is for presets; leave `--embedding` out and change the last linear layer in \(name)", .usage)
        }
        let json = try PersonsFile.contents(name, otherwise: "give a JSON file, or one of \(Preset.names)")
        var spec = try Self.decode(json, from: name)
        if let input { spec.input = input }
        return spec
    }

    private static func decode(_ json: Data, from file: String) throws -> NetworkSpec {
        do {
            return try JSONDecoder().decode(NetworkSpec.self, from: json)
        } catch let error as NetworkError {
            throw Failure("\(file): \(error.description)", .badConfiguration)
        } catch DecodingError.keyNotFound(let key, _) {
            throw Failure("\(file) has no \"\(key.stringValue)\"", .badConfiguration)
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            throw Failure("\(file) is not valid JSON", .badConfiguration)
        } catch {
            throw Failure("\(file) does not describe a network; see the README for its form", .badConfiguration)
        }
    }
}

extension Preset {
    static var names: String { all.map(\.name).joined(separator: ", ") }

    /// The preset's own size with as many channels as the images have.
    func input(channels: Int) -> TensorShape {
        .image(channels: channels, height: input.height, width: input.width)
    }
}

/// Reads a shape for an option, or says how one is written.
@Sendable
private func shape(_ text: String) throws -> TensorShape {
    guard let shape = TensorShape(parsing: text), shape.isImage else {
        throw ValidationError("\"\(text)\" is not a size; write channels x height x width, for example `--input 1x35x35`.")
    }
    guard shape.channels == 1 || shape.channels == 3 else {
        throw ValidationError(
            "--input \(text) has \(shape.channels) channels; give 1 for grey or 3 for color, as in `--input 1x35x35`.")
    }
    return shape
}

/// Reads a whole number above zero for an option.
func positive(_ option: String, upTo limit: Int = 1_000_000_000) -> @Sendable (String) throws -> Int {
    { text in
        guard let number = Int(text), (1...limit).contains(number) else {
            throw ValidationError("\(option) \(text) must be a whole number from 1 to \(limit).")
        }
        return number
    }
}

/// Reads a whole number from zero on for an option.
func wholeNumber(_ option: String, upTo limit: Int) -> @Sendable (String) throws -> Int {
    { text in
        guard let number = Int(text), (0...limit).contains(number) else {
            throw ValidationError("\(option) \(text) must be a whole number from 0 to \(limit).")
        }
        return number
    }
}

/// Reads the seed of a random generator.
@Sendable
func seedNumber(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else {
        throw ValidationError("--seed \(text) must be a whole number from 0 to \(UInt64.max).")
    }
    return seed
}

/// Reads a number above zero for an option.
func positiveNumber(_ option: String, upTo limit: Double = 1e9) -> @Sendable (String) throws -> Double {
    { text in
        guard let number = Double(text), number > 0, number <= limit else {
            throw ValidationError("\(option) \(text) must be a number above 0 and at most \(limit.formatted()).")
        }
        return number
    }
}
