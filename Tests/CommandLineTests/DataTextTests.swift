import ArgumentParser
import Datasets
import Foundation
import Testing

@testable import twinscope

struct SurveyTextTests {
    private func survey(_ changes: [String: Any]) throws -> DatasetSurvey {
        var fields: [String: Any] = [
            "layout": "omniglot", "path": "p", "images": 1_200, "classes": 60, "groups": 6, "fewestImagesInClass": 20,
            "medianImagesInClass": 20, "mostImagesInClass": 20, "sizes": [["width": 105, "height": 105, "images": 1_200]],
            "greyImages": 1_200, "colourImages": 0, "formats": ["PNG": 1_200], "broken": [],
        ]
        fields.merge(changes) { $1 }
        return try JSONDecoder().decode(DatasetSurvey.self, from: JSONSerialization.data(withJSONObject: fields))
    }

    @Test func aDataSetInAFewLines() throws {
        #expect(
            SurveyText(try survey([:]), of: "the/path").text == """
                the/path
                  layout   Omniglot: ALPHABET/characterNN/NNNN_MM.png
                  images   1,200 (PNG 1,200, all grey)
                  classes  60 (in 6 groups, 20 images each)
                  sizes    105x105 (1,200)
                  broken   0
                """)
    }

    @Test func brokenFilesPairsAndManySizes() throws {
        let broken = (0..<23).map { ["file": "f\($0).png", "reason": "is empty"] }
        let sizes = (1...7).map { ["width": $0, "height": 9, "images": 10 - $0] }
        let text = SurveyText(
            try survey([
                "layout": "pair-list", "broken": broken, "sizes": sizes, "greyImages": 200, "colourImages": 1_000,
                "pairs": ["genuine": 2_000, "impostor": 1_500, "folds": 10, "dropped": 3],
            ]), of: "list.csv"
        ).text
        #expect(text.contains("pairs    2,000 genuine, 1,500 impostor (10 folds, 3 left out, since a file is missing)"))
        #expect(text.contains("grey 200, colour 1,000"))
        #expect(text.contains("5x9 (5), and 2 more"))
        #expect(text.contains("f19.png is empty") && !text.contains("f20.png") && text.hasSuffix("and 3 more"))
        #expect(!text.contains("classes"))
    }

    /// A file that cannot be read is told once, with its reason.
    @Test func brokenFilesAreListedOnce() throws {
        let broken = ["a.png", "b.png"].map { ["file": $0, "reason": "is empty"] }
        let files: [String: Any] = [
            "files": 10, "used": 8, "leftOut": [["reason": "is empty", "count": 2, "first": ["a.png", "b.png"]]],
        ]
        let text = SurveyText(try survey(["broken": broken, "files": files]), of: "set").text
        #expect(text.contains("broken   2") && text.contains("2: is empty (a.png, b.png)"))
        #expect(text.matches(of: #/a\.png/#).count == 1 && text.matches(of: #/is empty/#).count == 1, "\(text)")
    }

    @Test func theCommandListsBrokenFilesOnce() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        for name in ["one", "two"] { try scratch.write(Data("P5\n16 16\n255\nshort".utf8), to: "images/class10/\(name).pgm") }
        let answer = try Program.run("data", images, "--no-sheet")
        #expect(answer.code == 0)
        for name in ["one.pgm", "two.pgm"] { #expect(answer.text.components(separatedBy: name).count == 2, "\(answer.text)") }
    }
}

struct TextCanvasTests {
    private let image = DecodedImage(width: 3, height: 3, channels: 1, pixels: [0, 255, 128, 0, 255, 128, 255, 0, 0])

    @Test func shadesStandForTwoRows() {
        #expect(TextCanvas(columns: 80, colours: .none).draw(image) == " @=\n@  ")
        #expect(TextCanvas(columns: 2, colours: .none).draw(image) == " @\n@ ")
    }

    @Test func blocksHaveBothColours() {
        let lines = TextCanvas(columns: 80, colours: .full).draw(image).components(separatedBy: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("\u{1B}[38;2;0;0;0;48;2;0;0;0m\u{2580}\u{1B}[38;2;255;255;255;48;2;255;255;255m\u{2580}"))
        #expect(lines[1].hasPrefix("\u{1B}[38;2;255;255;255;49m\u{2580}"), "no row lies behind the last one")
        #expect(lines.allSatisfy { $0.hasSuffix("\u{1B}[0m") })
    }

    @Test func thePaletteHasGreysAndACube() {
        let colours = DecodedImage(width: 2, height: 1, channels: 3, pixels: [255, 0, 0, 128, 128, 128])
        #expect(TextCanvas(columns: 80, colours: .palette).draw(colours).contains("38;5;196;49m\u{2580}\u{1B}[38;5;244;49m"))
    }
}

struct DataOptionsTests {
    @Test func sizesOfMemory() throws {
        #expect(try CacheOption.bytes("2GiB") == 2 << 30)
        #expect(try CacheOption.bytes("1.5 MiB") == 3 << 19)
        #expect(try CacheOption.bytes("500MB") == 500_000_000)
        #expect(try CacheOption.bytes("0") == 0)
        for wrong in ["", "GiB", "2XB", "-1", "1e30GiB", "99999999999GiB"] {
            #expect(throws: ValidationError.self) { try CacheOption.bytes(wrong) }
        }
    }

    @Test func changesAreReadAndChecked() throws {
        let options = try AugmentationOptions.parse(["--rotation", "15", "--flip", "--views", "rotations-and-mirrors"])
        #expect(options.chosen.rotation == 15 && options.chosen.horizontalFlip && options.views == .rotationsAndMirrors)
        #expect(options.chosenOrUsual == options.chosen)
        #expect(try AugmentationOptions.parse([]).chosenOrUsual != .none)
        #expect(throws: (any Error).self) { try AugmentationOptions.parse(["--noise", "7"]) }
    }
}
