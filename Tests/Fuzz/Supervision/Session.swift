import Datasets
import Foundation
import Interchange
import Networks
import Runs
import Training

/// Has one kind of file read again and again, in a process of its own: a crash ends nothing but this.
struct Session {
    struct Limits {
        /// Of a processor, for a single input.
        var processorSeconds = 20
        /// By the clock, several times as much: other programs may have the processors.
        var clockSeconds: UInt32 = 120
        var residentBytes = 640 << 20
        var addressBytes = 4 << 30
    }

    /// What went wrong without a crash.
    struct Finding: Error {
        let sentence: String
    }

    struct Counts {
        var accepted = 0
        var refused = 0
        var slowest = 0.0
    }

    let target: Target
    let corpus: [Target.Input]
    let scratch: String
    let seed: UInt64
    var limits = Limits()

    init(target: Target, corpusFolder: String, scratch: String, seed: UInt64) throws {
        self.target = target
        self.scratch = scratch
        self.seed = seed
        func load(_ file: String) throws -> [UInt8] {
            guard let data = FileManager.default.contents(atPath: corpusFolder + "/" + file) else {
                throw Finding(sentence: "the corpus has no \(file)")
            }
            return [UInt8](data)
        }
        corpus = try target.corpus.map { Target.Input(name: $0, bytes: try load($0)) }
        for companion in target.companions { try write(load(companion.file), to: companion.place) }
    }

    /// The corpus as it is, what was crafted, then mutations until the time is over.
    func run(seconds: Double) throws -> Counts {
        var counts = Counts()
        for input in corpus + target.crafted() { try feed(input, &counts) }
        let end = Date(timeIntervalSinceNow: seconds)
        var number = 0
        while Date() < end {
            var generator = SeededGenerator(seed: seed).derived("fuzz " + target.name, number)
            try feed(mutated(using: &generator), &counts)
            number += 1
        }
        return counts
    }

    func feed(_ input: Target.Input) throws -> Counts {
        var counts = Counts()
        try feed(input, &counts)
        return counts
    }

    private func mutated(using generator: inout SeededGenerator) -> Target.Input {
        guard !corpus.isEmpty else { return Target.Input(name: "", bytes: []) }
        var input = generator.choice(corpus)
        let other = generator.choice(corpus).bytes
        input.bytes =
            target.isText && generator.happens(3, in: 4)
            ? TextMutation.mutate(input.bytes, using: &generator)
            : ByteMutation.mutate(input.bytes, with: other, using: &generator)
        if let repair = target.repair { input.bytes = repair(input.bytes, &generator) }
        return input
    }

    private func feed(_ input: Target.Input, _ counts: inout Counts) throws {
        let place = target.place(input.name)
        try write(input.bytes, to: place)
        // Who supervises this process finds here what it was about.
        try write(Array(input.name.utf8), to: "current-input")
        // What is done with an input follows from its bytes, so that a kept one does the same again.
        var generator = SeededGenerator(seed: UInt64(Checksums.crc32(input.bytes.prefix(1 << 16))))
        let start = Date()
        // Their signals end the process where an input takes for ever.
        setTimers(processorSeconds: limits.processorSeconds, clockSeconds: limits.clockSeconds)
        do {
            try target.read(scratch, place, &generator)
            counts.accepted += 1
        } catch {
            counts.refused += 1
            try check(error)
        }
        setTimers(processorSeconds: 0, clockSeconds: 0)
        counts.slowest = max(counts.slowest, -start.timeIntervalSinceNow)
        let memory = ProcessMemory()
        guard memory.peakResident <= limits.residentBytes else {
            throw Finding(sentence: "took \(memory.peakResident >> 20) MiB of memory")
        }
        guard memory.peakAddresses <= limits.addressBytes else {
            throw Finding(sentence: "asked for \(memory.peakAddresses >> 20) MiB of memory")
        }
    }

    /// Zero for none.
    private func setTimers(processorSeconds: Int, clockSeconds: UInt32) {
        var timer = itimerval()
        timer.it_value.tv_sec = processorSeconds
        setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
        alarm(clockSeconds)
    }

    /// A person reads it: it must be the program's own, and a sentence.
    private func check(_ error: any Error) throws {
        if let finding = error as? Finding { throw finding }
        guard
            error is DatasetError || error is NetworkError || error is TrainingError || error is RunError
                || error is InterchangeError
        else {
            throw Finding(sentence: "threw \(type(of: error)), which is no sentence: \(String(describing: error).prefix(300))")
        }
        let sentence = String(describing: error)
        guard !sentence.isEmpty, sentence.unicodeScalars.count <= 1000 else {
            throw Finding(sentence: "threw a sentence of \(sentence.utf8.count) bytes: \(sentence.prefix(200))")
        }
        guard !sentence.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Finding(sentence: "threw a sentence with control characters: \(sentence.debugDescription.prefix(300))")
        }
    }

    private func write(_ bytes: [UInt8], to place: String) throws {
        let url = URL(fileURLWithPath: scratch + "/" + place)
        let data = Data(bytes)
        // The folder is there already, nearly always.
        if (try? data.write(to: url)) != nil { return }
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }
}
