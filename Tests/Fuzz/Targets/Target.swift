import Networks

/// A kind of file that the program reads, and how the fuzzer has it read.
struct Target: Sendable {
    /// A file as it is handed to the reader.
    struct Input: Sendable {
        /// Of the corpus's file that it was made from.
        var name: String
        var bytes: [UInt8]
    }

    let name: String
    /// Files of the corpus.
    let corpus: [String]
    /// Where a mutated file of the corpus lies for the reader, relative to the scratch folder.
    let place: @Sendable (String) -> String
    /// Files that lie beside it, unharmed: where, and which of the corpus.
    var companions: [(place: String, file: String)] = []
    /// Text is mutated by words, numbers and brackets as well.
    var isText = false
    /// Makes checksums right again after a mutation, so that what lies behind them is reached.
    var repair: (@Sendable ([UInt8], inout SeededGenerator) -> [UInt8])?
    /// Inputs that no mutation finds: sizes that are declared but not there, depth, sheer repetition.
    var crafted: @Sendable () -> [Input] = { [] }
    /// Has a person's command read the file. Throws one of the program's own sentences, or nothing.
    let read: @Sendable (_ scratch: String, _ place: String, inout SeededGenerator) throws -> Void

    static let all: [Target] =
        [
            png, jpeg, portableMap, idx, pairs, annotation, faces, split, network, configuration, weights, pytorch, run, events,
            gallery, folders,
        ]
}
