import Foundation

/// The process that reads files of one kind, on a thread with as small a stack as the program's workers have.
struct Child {
    let target: Target
    let options: Options
    let scratch: String

    /// Ends the process.
    func run() throws -> Never {
        let session = try Session(target: target, corpusFolder: options.corpus, scratch: scratch, seed: options.seed)
        let input = try options.input.map { path in
            let name = URL(fileURLWithPath: path).lastPathComponent
            let original = target.corpus.first { name.hasSuffix($0) } ?? name
            return Target.Input(name: original, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        }
        let seconds = options.seconds
        let thread = Thread {
            exit(Self.report(session) { try input.map(session.feed) ?? session.run(seconds: seconds) })
        }
        thread.stackSize = 512 << 10
        thread.start()
        while true { sleep(1000) }
    }

    private static func report(_ session: Session, _ body: () throws -> Session.Counts) -> Int32 {
        do {
            let counts = try body()
            let numbers = [counts.accepted + counts.refused, counts.accepted, counts.refused].map { padded("\($0)", 10) }.joined()
            let slowest = padded("\(Int(counts.slowest * 1000)) ms", 9)
            let memory = padded("\(ProcessMemory().peakResident >> 20) MiB", 9)
            print(session.target.name + padded(numbers, 40 - session.target.name.count) + slowest + memory)
            return 0
        } catch let finding as Session.Finding {
            print("\(session.target.name): \(finding.sentence)")
        } catch {
            print("\(session.target.name): \(error)")
        }
        return 3
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
