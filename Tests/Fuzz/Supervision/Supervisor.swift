import Foundation

/// Starts a process for each kind of file and tells what became of it.
struct Supervisor {
    let options: Options

    /// - Returns: whether every reader held.
    func run(_ targets: [Target]) throws -> Bool {
        var held = true
        print("format        inputs  accepted   refused  slowest  memory")
        for target in targets {
            // One line at a time, also into a file.
            fflush(nil)
            if try !run(target) { held = false }
        }
        return held
    }

    private func run(_ target: Target) throws -> Bool {
        let files = FileManager.default
        let scratch = files.temporaryDirectory.appendingPathComponent("twinscope-fuzz-\(getpid())-\(target.name)").path
        try files.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: scratch) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = options.arguments(forChildOf: target.name, scratch: scratch)
        try process.run()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let reason = process.terminationReason == .exit ? "" : " (signal \(process.terminationStatus))"
            print("\(target.name) FAILED\(reason); the input is kept in \(keep(target, from: scratch))")
            return false
        }
        return true
    }

    /// What the reader was about when it failed.
    private func keep(_ target: Target, from scratch: String) -> String {
        let files = FileManager.default
        let name = files.contents(atPath: scratch + "/current-input").map { String(decoding: $0, as: UTF8.self) } ?? ""
        let kept = "\(options.failures)/\(target.name)-seed\(options.seed)-\(name)"
        try? files.createDirectory(atPath: options.failures, withIntermediateDirectories: true)
        try? files.removeItem(atPath: kept)
        do {
            try files.copyItem(atPath: scratch + "/" + target.place(name), toPath: kept)
            return kept
        } catch {
            return "nothing: \(error.localizedDescription)"
        }
    }
}
