import Foundation
import PseudoTerminal

/// The built `twinscope`, called as a person calls it. `TWINSCOPE_PROGRAM` names another build of it.
enum Program {
    struct Answer {
        let code: Int32
        let output: String
        let error: String
        /// The lines of both, for "somewhere it says".
        var text: String { output + error }
    }

    static var path: String {
        let named = ProcessInfo.processInfo.environment["TWINSCOPE_PROGRAM"] ?? ""
        return named.isEmpty ? BuiltProgram.path(of: "twinscope") : named
    }

    static func run(_ arguments: String..., folder: String? = nil) throws -> Answer {
        try run(arguments, folder: folder)
    }

    static func run(_ arguments: [String], folder: String? = nil) throws -> Answer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder ?? NSTemporaryDirectory())
        process.standardInput = FileHandle.nullDevice
        // Files instead of pipes: nothing has to be read while the program runs.
        let scratch = try ScratchFolder()
        let (output, error) = (scratch.path + "/output", scratch.path + "/error")
        for file in [output, error] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: error)
        try process.run()
        process.waitUntilExit()
        return Answer(
            code: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            error: try String(contentsOfFile: error, encoding: .utf8))
    }
}

/// A folder that goes away with its test.
final class ScratchFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "twinscope-commands-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Class folders of small PGM images: every class is a bar at its own place.
    func addImages(classes: Int = 12, images: Int = 4, side: Int = 16) throws -> String {
        let root = path + "/images"
        for index in 0..<classes {
            for image in 0..<images {
                var bytes = Data("P5\n\(side) \(side)\n255\n".utf8)
                bytes += (0..<side * side).map { place in
                    UInt8((place % side + image) % classes == index ? 255 : place * 7 % 40)
                }
                try write(bytes, to: "images/class\(index + 10)/\(image).pgm")
            }
        }
        return root
    }

    func write(_ data: Data, to file: String) throws {
        let url = URL(fileURLWithPath: path + "/" + file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    func contains(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }
}
