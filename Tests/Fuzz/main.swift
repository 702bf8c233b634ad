// Reads hostile files of every kind that the program reads, and holds that each ends in an answer or in a sentence: no crash, no
// endless reading, no more memory than a real file would need.

import Foundation

guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
    FileHandle.standardError.write(
        Data((Options.usage + "\n\nformats: " + Target.all.map(\.name).joined(separator: ", ") + "\n").utf8))
    exit(64)
}

do {
    if let scratch = options.scratch, let target = options.targets.first {
        try Child(target: target, options: options, scratch: scratch).run()
    } else {
        exit(Supervisor(options: options).run(options.targets) ? 0 : 1)
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(2)
}
