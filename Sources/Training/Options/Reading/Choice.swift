import Foundation
import MetricLearning
import Networks

/// One of several things with numbers of their own, as people write it in a configuration: `{"adam": {"beta2": 0.99}}`, or `"adam"`
/// alone. Numbers that are left out keep their defaults; names that are not known are an error, since they would silently do nothing.
struct Choice<Value: Choosable>: Decodable {
    let value: Value

    init(from decoder: any Decoder) throws {
        let (name, given) = try Self.written(decoder)
        guard let example = try Value.examples.first(where: { try Self.fields(of: $0).name.isSameWord(as: name) }) else {
            let names = try Value.examples.map { try Self.fields(of: $0).name }
            throw TrainingError("there is no \(Value.title) \"\(name)\"; there are \(names.joined(separator: ", "))")
        }
        let known = try Self.fields(of: example)
        if let unknown = given.keys.sorted().first(where: { known.fields[$0] == nil }) {
            let names = known.fields.keys.sorted().joined(separator: ", ")
            throw TrainingError(
                "the \(Value.title) \(known.name) has no \"\(unknown)\"; it has \(names.isEmpty ? "nothing to set" : names)")
        }
        // Optional numbers are in the example so that they are known, but what is not asked for stays away.
        let defaults = known.fields.filter { !Value.optionalFields.contains($0.key) }
        let merged = JSONTree.object([known.name: .object(defaults.merging(given) { $1 })])
        do {
            value = try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(merged))
        } catch let error as DecodingError {
            throw TrainingError("the \(Value.title) \(known.name)\(error.field) has a value of the wrong kind")
        }
    }

    /// What the file says: which, and what of it.
    private static func written(_ decoder: any Decoder) throws -> (name: String, fields: [String: JSONTree]) {
        switch try JSONTree(from: decoder) {
        case .text(let name): return (name, [:])
        case .object(let choice):
            if choice.count == 1, let first = choice.first, case .object(let fields) = first.value { return (first.key, fields) }
        default: break
        }
        let example = try fields(of: Value.examples[0]).name
        throw TrainingError("write the \(Value.title) as \"\(example)\", or with its numbers as {\"\(example)\": {...}}")
    }

    private static func fields(of example: Value) throws -> (name: String, fields: [String: JSONTree]) {
        let tree = try JSONDecoder().decode(JSONTree.self, from: JSONEncoder().encode(example))
        guard case .object(let choice) = tree, let first = choice.first, case .object(let fields) = first.value else {
            return ("", [:])
        }
        return (first.key, fields)
    }
}

/// An enumeration that the compiler encodes as `{"case": {"label": number}}`.
protocol Choosable: Codable {
    /// What a sentence calls it.
    static var title: String { get }
    /// Every case with its usual numbers, and with something in its optional ones.
    static var examples: [Self] { get }
    static var optionalFields: Set<String> { get }
}

extension Choosable {
    static var optionalFields: Set<String> { [] }
}

extension LossSpec: Choosable {
    static let title = "loss"
    static let examples: [LossSpec] = [
        .contrastive(margin: 1), .triplet(margin: 0.2), .crossEntropy(), .supervisedContrastive(),
        .multiSimilarity(miningMargin: 0.1), .cosineEmbedding(),
    ]
    static let optionalFields: Set = ["miningMargin"]
}

extension OptimizerSpec: Choosable {
    static let title = "optimizer"
    static let examples: [OptimizerSpec] = [.adam(), .adamW(), .sgd(), .rmsProp()]
}

extension Schedule: Choosable {
    static let title = "schedule"
    static let examples = usual
}

extension Sampling: Choosable {
    static let title = "sampling"
    static let examples: [Sampling] = [.pairs(count: 32), .classes(count: 16, images: 4, groups: 1), .triplets(count: 32)]
    static let optionalFields: Set = ["groups"]
}

extension String {
    /// `cross-entropy` on the command line is `crossEntropy` in a file; both may be written in both.
    fileprivate func isSameWord(as other: String) -> Bool {
        func letters(_ word: String) -> String { word.lowercased().filter { $0 != "-" && $0 != "_" } }
        return letters(self) == letters(other)
    }
}

extension DecodingError {
    fileprivate var field: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.last.map { "'s \($0.stringValue)" } ?? ""
        @unknown default: ""
        }
    }
}
