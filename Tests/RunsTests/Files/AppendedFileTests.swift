import Foundation
import TestSupport
import Testing

@testable import Runs

@Suite struct AppendedFileTests {
    private let folder = TemporaryFolder()

    @Test func goesOnWhereTheFileEnds() throws {
        let path = folder.path("a.txt")
        try AppendedFile(path).append(Data("one\n".utf8))
        let file = try AppendedFile(path)
        try file.append(Data("two\n".utf8))
        try file.cut(to: 4)
        try file.append(Data("three\n".utf8))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\nthree\n")
    }

    @Test func aFolderThatCannotBeWrittenIsASentence() {
        #expect(throws: RunError.self) { try AppendedFile(folder.path("absent/a.txt")) }
    }

    /// `/dev/full` answers every write as a full disk does.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full here"))
    func aFullDiskIsASentence() throws {
        let file = try AppendedFile("/dev/full")
        for _ in 0..<2 {
            do {
                try file.append(Data("line\n".utf8))
                Issue.record("a full disk must be noticed")
            } catch let error as RunError {
                #expect(error.description.contains("kept and tried again"))
            }
        }
    }
}
