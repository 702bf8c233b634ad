import Foundation
import Testing

/// What a person does with a run: compare, embed, search, classify, find duplicates, export.
@Suite struct RunUseTests {
    private let scratch: ScratchFolder
    private let images: String

    init() throws {
        scratch = try ScratchFolder()
        images = try scratch.addImages()
        let answer = try Program.run(
            "train", images, "--input", "1x16x16", "--batch", "8", "--steps", "5", "--threads", "1", "--run",
            scratch.path + "/run",
            "--plain")
        try #require(answer.code == 0, "\(answer.text)")
    }

    private func use(_ command: String, _ arguments: String...) throws -> Program.Answer {
        try Program.run([command, "run"] + arguments, folder: scratch.path)
    }

    private func json(_ answer: Program.Answer) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
    }

    /// An image unlike those of other numbers.
    private func pattern(_ number: Int) -> Data {
        Data("P5\n16 16\n255\n".utf8) + (0..<256).map { UInt8(($0 * $0 * (number + 3) / 7 + $0 * number * 13) % 256) }
    }

    @Test func anImageIsTheSameAsItself() throws {
        let answer = try use("compare", "images/class10/0.pgm", "images/class10/0.pgm")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.hasPrefix("same: distance 0.0000 is below the threshold"))
    }

    @Test func comparingTellsByItsExitCode() throws {
        var codes: Set<Int32> = []
        for other in 10..<20 {
            let answer = try use("compare", "images/class10/0.pgm", "images/class\(other)/1.pgm", "--json")
            let verdict = try #require(try json(answer) as? [String: Any])
            #expect(verdict["same"] as? Bool == (answer.code == 0))
            #expect(verdict["distance"] as? Double != nil && verdict["threshold"] as? Double != nil)
            codes.insert(answer.code)
        }
        #expect(codes.isSubset(of: [0, 1]))
        let missing = try use("compare", "images/class10/0.pgm", "no-such-image.png")
        #expect(missing.code == 2)
        #expect(missing.error.hasPrefix("twinscope: no-such-image.png"))
        #expect(try Program.run(["compare", "no-run", "a", "b"], folder: scratch.path).code == 2)
    }

    @Test(arguments: ["npy", "safetensors", "csv"])
    func everyImageIsEmbedded(ending: String) throws {
        try scratch.write(Data("P5\n16 16\n255\n".utf8), to: "images/class10/broken.pgm")
        let answer = try use("embed", "images", "-o", "out.\(ending)")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.error.contains("broken.pgm was left out"))
        #expect(answer.output.hasPrefix("48 embeddings of 64 numbers"))
        let data = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/out.\(ending)"))
        if ending == "csv" {
            let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 49)
            #expect(lines[1].hasPrefix("images/class10/0.pgm,"))
            #expect(lines.allSatisfy { $0.split(separator: ",").count == 65 })
        } else {
            #expect(data.count == 192 + 48 * 64 * 4)
            let names = try String(contentsOfFile: scratch.path + "/out.\(ending).names.txt", encoding: .utf8)
            #expect(names.split(separator: "\n").count == 48)
        }
    }

    @Test func searchFindsTheImageItselfAndKeepsTheGallery() throws {
        for index in 0..<6 { try scratch.write(pattern(index), to: "gallery/folder/\(index).pgm") }
        func nearest(_ top: Int) throws -> [[String: Any]] {
            try #require(try json(use("search", "query.pgm", "gallery", "--top", "\(top)", "--json")) as? [[String: Any]])
        }
        try scratch.write(pattern(4), to: "query.pgm")
        let first = try nearest(3)
        #expect(first.first?["file"] as? String == "gallery/folder/4.pgm")
        let distances = first.compactMap { $0["distance"] as? Double }
        #expect(distances.count == 3 && distances == distances.sorted())
        // A file that goes and one that comes are seen, and so is one that keeps its name but not its content.
        try FileManager.default.removeItem(atPath: scratch.path + "/gallery/folder/4.pgm")
        try scratch.write(pattern(4), to: "gallery/new.pgm")
        #expect(try nearest(1).first?["file"] as? String == "gallery/new.pgm")
        try scratch.write(pattern(4), to: "gallery/folder/2.pgm")
        let found = try nearest(2).compactMap { $0["file"] as? String }
        #expect(Set(found) == ["gallery/new.pgm", "gallery/folder/2.pgm"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/run/cache").count == 1)
    }

    @Test func anExampleIsOfItsOwnClass() throws {
        for name in ["class10", "class11", "class12"] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: images + "/\(name)/1.pgm"))
            try scratch.write(bytes, to: "support/\(name)/example.pgm")
        }
        let answers = try #require(try json(use("classify", "support", "images/class11/1.pgm", "--json")) as? [[String: Any]])
        #expect(answers.first?["class"] as? String == "class11")
        #expect(answers.first?["nearestExample"] as? String == "class11/example.pgm")
        #expect(try use("classify", "images/class11/1.pgm", "images").code == 65)
    }

    @Test func namesCannotSteerTheTerminal() throws {
        for name in ["a", "b\u{1B}[2Jc\nd"] { try scratch.write(pattern(3), to: "gallery/\(name).pgm") }
        try scratch.write(Data("P5".utf8), to: "gallery/\u{9B}31m.pgm")
        for arguments in [["duplicates", "run", "gallery"], ["search", "run", "gallery/a.pgm", "gallery"]] {
            let answer = try Program.run(arguments, folder: scratch.path)
            #expect(answer.code == 0)
            #expect(answer.output.contains("gallery/b?[2Jc?d.pgm") && answer.error.contains("gallery/?31m.pgm was left out"))
            #expect(!answer.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x9B })
        }
    }

    @Test func namesInJSONAreThoseOfTheFiles() throws {
        try scratch.write(pattern(3), to: "gallery/\u{9B}31m\u{1B}.pgm")
        let answer = try use("search", "images/class10/0.pgm", "gallery", "--json")
        #expect(!answer.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x9B })
        #expect((try json(answer) as? [[String: Any]])?.first?["file"] as? String == "gallery/\u{9B}31m\u{1B}.pgm")
    }

    @Test func aFolderIsNoImage() throws {
        let answer = try use("compare", "images", "images/class10/0.pgm")
        #expect(answer.code == 2 && answer.error == "twinscope: images is a folder; give a file\n")
    }

    /// The losses of a run's steps, to the letter.
    private func losses(_ run: String) throws -> [Substring] {
        try String(contentsOfFile: run + "/events.jsonl", encoding: .utf8).matches(of: #/"loss":[^,]+,"lossM/#).map(\.0)
    }

    @Test func theReportsCommandRepeatsTheRun() throws {
        #expect(try use("report", "-o", "report.html").code == 0)
        let page = try String(contentsOfFile: scratch.path + "/report.html", encoding: .utf8)
        let command = try #require(page.firstMatch(of: #/<pre>([\s\S]*)</pre>/#)?.1)
        let script = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(String(command)) {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
        try scratch.write(Data((script + " --run again --plain\n").utf8), to: "again.sh")
        try scratch.write(Data("#!/bin/sh\nexec '\(Program.path)' \"$@\"\n".utf8), to: "bin/twinscope")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "chmod +x bin/twinscope && PATH=$PWD/bin:$PATH sh again.sh >again.log 2>&1"]
        shell.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
        try shell.run()
        shell.waitUntilExit()
        let (first, again) = (try losses(scratch.path + "/run"), try losses(scratch.path + "/again"))
        #expect(first.count == 5 && again == first)
    }

    @Test func copiesAreFound() throws {
        for index in 0..<6 { try scratch.write(pattern(index), to: "gallery/\(index).pgm") }
        try scratch.write(pattern(3), to: "gallery/copy.pgm")
        let answer = try use("duplicates", "gallery", "--distance", "1e-5", "--json")
        let groups = try #require(try json(answer) as? [[String: Any]])
        #expect(groups.compactMap { $0["files"] as? [String] } == [["gallery/3.pgm", "gallery/copy.pgm"]])
    }

    @Test func theNetworkIsExported() throws {
        let answer = try use("export", "-o", "model.onnx", "--sample", "sample.safetensors")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("images [batch, 1, 16, 16] -> embeddings [batch, 64], operator set 17"))
        #expect(scratch.contains("model.onnx") && scratch.contains("sample.safetensors"))
        #expect(try use("export", "--network", "conv4", "-o", "model.onnx").code == 64)
    }
}
