import Foundation

/// What was asked for on the command line.
struct Options {
    static let usage = """
        usage: Fuzz [--seconds N] [--seed N] [--jobs N] [--format NAME]... [--corpus FOLDER] [--failures FOLDER]
               Fuzz --format NAME --input FILE     reads one file, as one that was kept after a failure

        Each format is read for N seconds (5 unless said otherwise): the corpus, crafted files, then mutations, the same for a seed.
        As many formats are read at a time as there are processors, or --jobs.
        """

    var seconds = 5.0
    var seed: UInt64 = 1
    /// Formats that are read at a time.
    var jobs = ProcessInfo.processInfo.activeProcessorCount
    var formats: [String] = []
    var corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path + "/Corpus"
    var failures = "fuzz-failures"
    /// A single file to be read.
    var input: String?
    /// Of a process that reads: where it may write.
    var scratch: String?

    /// `nil` where the arguments cannot be understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--seconds":
                guard let number = Double(value), number >= 0 else { return nil }
                seconds = number
            case "--seed":
                guard let number = UInt64(value) else { return nil }
                seed = number
            case "--jobs":
                guard let number = Int(value), (1...1024).contains(number) else { return nil }
                jobs = number
            case "--format":
                guard Target.all.contains(where: { $0.name == value }) else { return nil }
                formats.append(value)
            case "--corpus": corpus = value
            case "--failures": failures = value
            case "--input": input = value
            case "--scratch": scratch = value
            default: return nil
            }
        }
        if input != nil, formats.count != 1 { return nil }
    }

    var targets: [Target] { formats.isEmpty ? Target.all : Target.all.filter { formats.contains($0.name) } }

    func arguments(forChildOf format: String, scratch: String) -> [String] {
        ["--seconds", String(seconds), "--seed", String(seed), "--format", format, "--corpus", corpus, "--scratch", scratch]
            + (input.map { ["--input", $0] } ?? [])
    }
}
