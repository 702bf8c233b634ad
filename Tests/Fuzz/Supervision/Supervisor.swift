import Dispatch
import Foundation
import Synchronization

/// Starts a process for each kind of file, some at a time, and tells what became of it.
struct Supervisor {
    let options: Options

    /// What is still to be done, and whether every reader held so far.
    private struct Progress {
        var waiting: ArraySlice<Target>
        var held = true
    }

    /// - Returns: whether every reader held.
    func run(_ targets: [Target]) -> Bool {
        print("format        inputs  accepted   refused  slowest  memory")
        fflush(nil)
        let progress = Mutex(Progress(waiting: targets[...]))
        DispatchQueue.concurrentPerform(iterations: options.jobs) { _ in
            while let target = progress.withLock({ $0.waiting.popFirst() }) {
                let held = run(target)
                progress.withLock { $0.held = $0.held && held }
            }
        }
        return progress.withLock { $0.held }
    }

    private func run(_ target: Target) -> Bool {
        do {
            return try supervise(target)
        } catch {
            print("\(target.name) could not be run: \(error)")
            return false
        }
    }

    private func supervise(_ target: Target) throws -> Bool {
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
