import Foundation
import MetricLearning
import Networks
import Synchronization

/// Whether a convolution is faster directly or by Winograd's transforms on this machine: measured once for each shape and kept, so that
/// the same network is computed alike from then on.
///
/// There is no rule to put in its place. With oneDNN 2.6 on a processor limited to AVX-512 without bfloat16, direct convolutions win on
/// small images and Winograd's on large ones, and versions from 3.2 on have none of the latter.
final class ConvolutionChoices: Sendable {
    /// Those of this person, in the folder for what can be made anew.
    static let shared = ConvolutionChoices(file: userFile, machine: thisMachine)

    enum Choice: String, Codable, Sendable {
        case direct, winograd
    }

    private let file: URL?
    /// What the figures were measured on: others are of no use.
    private let machine: String
    private let choices: Mutex<[String: Choice]>

    init(file: URL?, machine: String) {
        self.file = file
        self.machine = machine
        choices = Mutex(Self.read(file)[machine] ?? [:])
    }

    /// - Parameter measure: called where the shape was not met before.
    func choice(for shape: String, measure: () -> Choice?) -> Choice {
        if let known = choices.withLock({ $0[shape] }) { return known }
        guard let found = measure() else { return .direct }
        return choices.withLock { known in
            // Where two threads measured the same shape, both go by the first.
            if let first = known[shape] { return first }
            known[shape] = found
            write(known)
            return found
        }
    }

    private static func read(_ file: URL?) -> [String: [String: Choice]] {
        guard let file, let data = try? Data(contentsOf: file) else { return [:] }
        return (try? JSONDecoder().decode([String: [String: Choice]].self, from: data)) ?? [:]
    }

    /// Adds to what other processes have found meanwhile. Where nothing can be written, shapes are measured in every process.
    private func write(_ choices: [String: Choice]) {
        guard let file else { return }
        var all = Self.read(file)
        all[machine, default: [:]].merge(choices) { _, new in new }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? encoder.encode(all).write(to: file, options: .atomic)
    }

    private static var userFile: URL? {
        let environment = ProcessInfo.processInfo.environment
        // The XDG Base Directory Specification: a path that is not absolute is to be ignored.
        let named = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = named ?? environment["HOME"].map { $0 + "/.cache" }
        return folder.map { URL(fileURLWithPath: $0).appendingPathComponent("twinscope/convolutions.json") }
    }

    private static var thisMachine: String {
        let lines = ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n")
        let telling = ["model name", "CPU implementer", "CPU part"]
        let names = telling.compactMap { name in lines.first { $0.hasPrefix(name) }?.split(separator: ":").last }
        let processor = names.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        return [processor, ComputeLibrary.instructionSet, "oneDNN \(ComputeLibrary.version)"].joined(separator: ", ")
    }
}

/// A convolution of certain images that is to be timed.
struct ConvolutionTrial {
    let convolution: Convolution
    let input: TensorShape
    let images: Int
    let purpose: Purpose
    /// Whether the gradient with respect to its input is wanted too.
    let needsSourceGradient: Bool
    let threads: Int

    var shape: String {
        let sides = "\(images)x\(input) to \(convolution.channels), padding \(convolution.padding)"
        return purpose == .training ? "training \(sides)\(needsSourceGradient ? "" : ", first layer")" : "inference \(sides)"
    }

    /// `nil` where it could not be measured.
    func measure() -> ConvolutionChoices.Choice? {
        do {
            guard let winograd = try Contestant(self, .winograd) else { return .direct }
            guard let direct = try Contestant(self, .direct) else { return nil }
            // In turns, since a machine that is shared is not equally fast all the time. The first run of each warms up.
            for _ in 0..<4 {
                try direct.run()
                try winograd.run()
            }
            return winograd.seconds < direct.seconds ? .winograd : .direct
        } catch {
            return nil
        }
    }
}

/// An engine of nothing but the convolution, and its shortest time.
private final class Contestant {
    private(set) var seconds = Double.infinity
    private let trial: ConvolutionTrial
    private let engine: SiameseEngine
    private let images: [Float]
    private var rows: Matrix

    /// `nil` where oneDNN does not compute the shape so.
    init?(_ trial: ConvolutionTrial, _ arithmetic: Arithmetic) throws {
        self.trial = trial
        let graph = try NetworkGraph(
            NetworkSpec(name: "trial", input: trial.input, layers: [.operation(.convolution(trial.convolution), name: "trial")]))
        let trains = trial.purpose == .training
        var options = EngineOptions(
            images: trains ? trial.images : 1, threads: trial.threads, inferenceImages: trains ? 1 : trial.images,
            offersInputGradient: trains && trial.needsSourceGradient)
        options.forcedArithmetic = arithmetic
        engine = try SiameseEngine(
            graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)), options: options)
        images = [Float](repeating: 0.5, count: trial.images * graph.input.count)
        rows = Matrix(rows: trial.images, columns: graph.output.count)
        if arithmetic == .winograd {
            let times = try timed()
            guard times.contains(where: { $0.implementation.contains("wino") }) else { return nil }
        }
    }

    func run() throws {
        // Bringing images in and rows out is not the layer's work.
        let own = try timed().filter { $0.work != .carrying || $0.layer != "trial" }
        seconds = min(seconds, own.map(\.seconds).reduce(0, +))
    }

    private func timed() throws -> [StepTime] {
        try engine.timingSteps {
            if trial.purpose == .training {
                try engine.forward(images, step: 0, into: &rows)
                try engine.backward(rows, includingInput: trial.needsSourceGradient)
                try engine.update(learningRate: 0)
            } else {
                try engine.embed(images, count: trial.images, into: &rows)
            }
        }
    }
}
