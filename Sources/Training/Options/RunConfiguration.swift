import Datasets
import Foundation
import Networks

/// A file that says how to train: a recipe, or what a person keeps beside the data. Everything in it may be missing.
///
///     {"network": "conv4", "input": "1x35x35", "embedding": 64, "options": {"learningRate": 0.002}}
///
/// `network` is a preset's name or a whole network; `options` is as `run.json` has it. `initialization`, `pretrained` and `freeze` are
/// the command line's options of these names. The `run.json` of a run is one too: that of a training like it.
public struct RunConfiguration: Decodable, Sendable {
    public enum Network: Decodable, Sendable {
        case named(String)
        case described(NetworkSpec)

        public init(from decoder: any Decoder) throws {
            if let name = try? decoder.singleValueContainer().decode(String.self) {
                self = .named(name)
            } else {
                self = .described(try NetworkSpec(from: decoder))
            }
        }
    }

    public private(set) var network: Network?
    public private(set) var input: TensorShape?
    public private(set) var embedding: Int?
    public private(set) var initialization: Initialization?
    public private(set) var pretrained: String?
    public private(set) var freeze: Int?
    public private(set) var options: TrainingOptions?
    /// What 1 means in a list of pairs.
    public private(set) var labels: PairLabels?
    /// Whether the file chooses a loss.
    public private(set) var choosesLoss = false
    public private(set) var choosesDuration = false
    public private(set) var choosesThreads = false

    /// Leaves everything open.
    public init() {}

    /// Reads a configuration from a file's bytes.
    ///
    /// - Throws: `TrainingError`, a sentence that says what is wrong with the file.
    public init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(RunConfiguration.self, from: json)
        } catch let error as DecodingError {
            throw TrainingError(error.sentence)
        } catch {
            throw TrainingError(String(describing: error))
        }
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case network, input, embedding, initialization, pretrained, freeze, options
    }

    /// Of the `run.json` of a run, with everything else that a run has written.
    private enum RunKeys: String, CodingKey {
        case description, data
    }

    private enum DescriptionKeys: String, CodingKey {
        case network, options, pretrained
    }

    private struct RecordedData: Decodable {
        let labels: PairLabels?
    }

    public init(from decoder: any Decoder) throws {
        self.init()
        let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if keys.contains(RunKeys.description.stringValue) {
            try takeOver(run: decoder)
            return
        }
        if let unknown = keys.sorted().first(where: { CodingKeys(stringValue: $0) == nil }) {
            let known = CodingKeys.allCases.map(\.stringValue).joined(separator: ", ")
            throw TrainingError("a configuration knows no \"\(unknown)\"; it knows \(known)")
        }
        let values = try decoder.container(keyedBy: CodingKeys.self)
        network = try values.decodeIfPresent(Network.self, forKey: .network)
        if let text = try values.decodeIfPresent(String.self, forKey: .input) {
            guard let shape = TensorShape(parsing: text), shape.isImage else {
                throw TrainingError("\"\(text)\" is no size; write channels x height x width, as in 1x35x35")
            }
            input = shape
        }
        embedding = try values.decodeIfPresent(Int.self, forKey: .embedding)
        initialization = try values.decodeIfPresent(Initialization.self, forKey: .initialization)
        pretrained = try values.decodeIfPresent(String.self, forKey: .pretrained)
        freeze = try values.decodeIfPresent(Int.self, forKey: .freeze)
        if let freeze, freeze < 1 { throw TrainingError("freeze is \(freeze), but must be at least 1 layer, or left out") }
        options = try values.decodeIfPresent(TrainingOptions.self, forKey: .options)
        if values.contains(.options) {
            let chosen = try values.nestedContainer(keyedBy: AnyKey.self, forKey: .options).allKeys.map(\.stringValue)
            choosesLoss = chosen.contains("loss")
            choosesDuration = chosen.contains("duration")
            choosesThreads = chosen.contains("threads")
        }
    }
}

extension RunConfiguration {
    /// A run has chosen everything.
    private mutating func takeOver(run decoder: any Decoder) throws {
        let run = try decoder.container(keyedBy: RunKeys.self)
        let description = try run.nestedContainer(keyedBy: DescriptionKeys.self, forKey: .description)
        network = .described(try description.decode(NetworkSpec.self, forKey: .network))
        options = try description.decode(TrainingOptions.self, forKey: .options)
        pretrained = try description.decodeIfPresent(String.self, forKey: .pretrained)
        labels = try run.decodeIfPresent(RecordedData.self, forKey: .data)?.labels
        (choosesLoss, choosesDuration, choosesThreads) = (true, true, true)
    }
}

extension DecodingError {
    /// What is wrong where, for a person who wrote the file.
    fileprivate var sentence: String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "it" : "\"\(path.map(\.stringValue).joined(separator: "."))\""
        }
        switch self {
        case .keyNotFound(let key, let context): return "\(place(context.codingPath)) needs \"\(key.stringValue)\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context.codingPath)) has a value of the wrong kind"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty
                ? "it is not valid JSON" : "\(place(context.codingPath)) has a value that is not known"
        @unknown default: return "it cannot be understood"
        }
    }
}
