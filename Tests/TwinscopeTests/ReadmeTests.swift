import Foundation
import PseudoTerminal
import Testing

/// The README's example of the library is a program of its own, word for word, that is compiled and run.
@Suite struct ReadmeTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func theReadmeShowsTheProgram() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let program = try String(contentsOf: Self.root.appending(path: "Tests/LibraryExample/main.swift"), encoding: .utf8)
        #expect(program.hasPrefix("import Twinscope\n"))
        #expect(readme.contains("```swift\n\(program)```\n"))
    }

    @Test func theProgramTrainsAndCompares() throws {
        let folder = NSTemporaryDirectory() + "twinscope-library-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for index in 0..<12 {
            let place = folder + "/images/class\(index + 10)"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            for image in 0..<4 {
                let pixels = (0..<256).map { UInt8(($0 % 16 + image) % 12 == index ? 255 : $0 * 7 % 40) }
                try Data(Data("P5\n16 16\n255\n".utf8) + pixels).write(to: URL(filePath: "\(place)/\(image).pgm"))
            }
        }
        let output = try run(in: folder)
        #expect(output.code == 0)
        // Evaluations, then the size of the embedding, the verdict and the distance.
        let last = output.text.split(separator: "\n").last?.split(separator: " ") ?? []
        #expect(last.count == 3 && last.first == "64" && ["true", "false"].contains(last.dropFirst().first))
        #expect(FileManager.default.fileExists(atPath: folder + "/runs/first/checkpoints/best.safetensors"))
        #expect(try run(in: folder).code != 0, "a folder that holds a run is not written over")
    }

    private func run(in folder: String) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: BuiltProgram.path(of: "LibraryExample"))
        process.currentDirectoryURL = URL(filePath: folder)
        let output = folder + "/output"
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
    }
}
