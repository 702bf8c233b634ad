import ArgumentParser
import Datasets
import Engine
import Foundation
import Networks
import Runs

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Describes the machine, its libraries and this terminal on one screen, for a bug report.")

    @Option(help: ArgumentHelp("The folder with the bundled data.", valueName: "DIR")) var assets: String?

    func run() throws {
        let machine = ProcessorFacts()
        Output.line("twinscope \(Version.current)")
        for section in [about(machine), compute(machine), terminal, files] {
            Output.line("")
            for (label, value) in section { Output.line(label.padding(toLength: 14, withPad: " ", startingAt: 0) + value) }
        }
    }

    private typealias Section = KeyValuePairs<String, String>

    private func about(_ machine: ProcessorFacts) -> Section {
        [
            "system": "\(machine.system ?? "unknown"), kernel \(machine.kernel)",
            "processor": "\(machine.model ?? "unknown"), \(machine.cores) cores",
            "features": machine.features.isEmpty ? "none that are known" : machine.features.joined(separator: " "),
            "memory": String(format: "%.1f GiB", Double(machine.memoryBytes) / Double(1 << 30)),
        ]
    }

    private func compute(_ machine: ProcessorFacts) -> Section {
        [
            "oneDNN": "\(ComputeLibrary.version), uses \(ComputeLibrary.instructionSet)",
            "bfloat16": ComputeLibrary.multipliesBFloat16 ? "multiplied by the processor" : "not multiplied by the processor",
            "threads": threads(machine.cores),
            "convolutions": implementations(threads: machine.cores),
        ]
    }

    private func threads(_ cores: Int) -> String {
        let set = ["OMP_NUM_THREADS", "DNNL_MAX_CPU_ISA", "ONEDNN_MAX_CPU_ISA", "KMP_AFFINITY", "GOMP_CPU_AFFINITY"]
            .compactMap { name in ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" } }
        return (["\(cores) unless --threads says otherwise"] + set).joined(separator: ", ")
    }

    /// What oneDNN takes for the layers of a small network, or why it cannot.
    private func implementations(threads: Int) -> String {
        do {
            let graph = try NetworkGraph(Preset.conv4.spec())
            let parameters = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1))
            let engine = try Engine(graph, parameters: parameters, options: EngineOptions(images: 8, threads: threads))
            let names = engine.layerReports.filter { $0.name.hasPrefix("conv") }.map(\.forward)
            return Set(names).sorted().joined(separator: ", ")
        } catch {
            return "do not work: \(error)"
        }
    }

    private var terminal: Section {
        let environment = ProcessInfo.processInfo.environment
        let variables = ["TERM", "COLORTERM", "LC_ALL", "LC_CTYPE", "LANG", "NO_COLOR"]
            .compactMap { name in environment[name].map { "\(name)=\($0)" } }
        let canvas = TextCanvas.ofTerminal
        let pictures =
            switch canvas.colours {
            case .none: "in shades of ASCII"
            case .palette: "half blocks in 256 colours"
            case .full: "half blocks in 24-bit colours"
            }
        return [
            "terminal": Output.isTerminal ? "\(canvas.columns) columns" : "stdout is none",
            "text": TextCanvas.speaksUTF8
                ? "UTF-8" : "not UTF-8, so charts and pictures are ASCII; set LANG, for example to C.UTF-8",
            "environment": variables.isEmpty ? "says nothing" : variables.joined(separator: " "),
            "pictures": pictures,
        ]
    }

    private var files: Section {
        let assets = Result { try AssetLocator(explicit: self.assets).path(of: "datasets/glyphs") }
        let found =
            switch assets {
            case .success(let path): path
            case .failure(let error): "not found: \(error)"
            }
        let folder = FileManager.default.currentDirectoryPath
        return [
            "bundled data": found, "this folder": Self.describe(folder), "temporary": Self.describe(NSTemporaryDirectory()),
        ]
    }

    /// Whether a folder can be written to, tried by doing it, and how much room it has.
    private static func describe(_ folder: String) -> String {
        let probe = folder + "/.twinscope-\(UUID().uuidString)"
        let isWritable = FileManager.default.createFile(atPath: probe, contents: Data([0]))
        try? FileManager.default.removeItem(atPath: probe)
        let free = (try? FileManager.default.attributesOfFileSystem(forPath: folder))?[.systemFreeSize] as? NSNumber
        let room = free.map { String(format: ", %.1f GiB free", $0.doubleValue / Double(1 << 30)) } ?? ""
        return "\(folder) \(isWritable ? "can be written to" : "cannot be written to")\(room)"
    }
}
