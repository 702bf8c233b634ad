import Testing

/// House rules that a reader would otherwise have to check by hand.
@Suite struct StyleTests {
    @Test func filesHoldOneIdea() throws {
        for file in try SourceTree.files(["swift", "c", "h"]) {
            #expect(file.lines.count <= 400, "\(file) has \(file.lines.count) lines: split it")
        }
    }

    @Test(arguments: ["try!", "fatalError(", "as!", "preconditionFailure("])
    func nothingGivesUp(word: String) throws {
        for file in try SourceTree.swiftFiles.get() {
            let found = file.lines.contains { line in
                let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
                return code.contains(word)
            }
            #expect(!found, "\(file) contains \(word)")
        }
    }

    @Test func noPathOfAMachineIsBuiltIn() throws {
        for file in try SourceTree.files(["swift", "c", "h"]) {
            for folder in ["root", "home"] { #expect(!file.text.contains("/\(folder)/"), "\(file) names a file in /\(folder)") }
        }
    }
}
