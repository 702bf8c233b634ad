import Foundation
import Testing

/// Screens of a run as files.
@Suite struct SnapshotTests {
    @Test func everyScreenIsDrawn() throws {
        let scratch = try ScratchFolder()
        let trained = try Program.run(
            "train", try scratch.addImages(), "--input", "1x16x16", "--batch", "4", "--steps", "6", "--threads", "1", "--plain",
            "--run", scratch.path + "/run")
        #expect(trained.code == 0)
        let all = try Program.run("snapshot", scratch.path + "/run", "--all", "-o", scratch.path + "/pictures")
        #expect(all.code == 0 && all.text.isEmpty)
        for screen in ["train", "network", "pairs", "distances", "log"] {
            let png = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/pictures/\(screen).png"))
            // The signature, then the header with width and height: 120x36 cells of 8x16.
            #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            #expect(Array(png[16..<24]) == [0, 0, 0x03, 0xC0, 0, 0, 0x02, 0x40])
        }
        let text = try Program.run(
            "snapshot", scratch.path + "/run", "--screen", "network", "--size", "80x24", "--keys", "j j ?", "-o",
            scratch.path + "/network.txt")
        #expect(text.code == 0)
        let lines = try String(contentsOfFile: scratch.path + "/network.txt", encoding: .utf8)
        #expect(lines.contains("2 Network") && lines.contains("the layer above"))
    }

    @Test(arguments: [["--screen", "nowhere"], ["--size", "80"], ["--keys", "Hyper"], ["--scale", "9"]])
    func wrongOptionsAreRefused(option: [String]) throws {
        let answer = try Program.run("snapshot", "no-run", "-o", "x.png", option[0], option[1])
        #expect(answer.code == 64)
        #expect(answer.text.contains(option[0]))
    }
}
