import Foundation
import Testing

@testable import Datasets

struct GlyphGeneratorTests {
    @Test func theLayoutIsOmniglots() throws {
        let folder = try TemporaryFolder()
        func generate() throws -> GlyphGenerator.Summary {
            try GlyphGenerator.generate(into: folder.path + "/new", alphabets: 2, characters: 3, drawings: 2, seed: 7)
        }
        let summary = try generate()
        #expect(summary.alphabets == 2 && summary.characters == 6 && summary.images == 12)
        let catalog = try ImageCatalog.scan(folder.path + "/new")
        #expect(catalog.items.count == 12)
        #expect(Set(catalog.classes.map(\.groups)).count == 2)
        #expect(
            catalog.classes.map(\.name) == [
                "character01", "character02", "character03", "character01", "character02", "character03",
            ])
        let names = Set(catalog.items.map { URL(fileURLWithPath: $0.file).lastPathComponent })
        #expect(names == Set((1...6).flatMap { ["000\($0)_01.png", "000\($0)_02.png"] }))
        let image = try ImageDecoder.decode(contentsOf: catalog.path(of: 0))
        #expect((image.width, image.height, image.channels) == (105, 105, 1))
        #expect(Set(image.pixels) == [0, 255])
        #expect(throws: DatasetError.self) { try generate() }
    }

    @Test func everyDrawingDiffersAndHasInk() throws {
        let generator = try GlyphGenerator(alphabets: 1, characters: 4, drawings: 5)
        let alphabet = generator.alphabet(0)
        var seen: Set<[Bool]> = []
        for character in 0..<4 {
            for hand in 0..<5 {
                let bits = generator.drawing(of: character, in: alphabet, 0, by: hand)
                #expect((60...3_000).contains(bits.count { !$0 }))
                seen.insert(bits)
            }
        }
        #expect(seen.count == 20)
    }

    @Test func theBundledSetIsWhatTheGeneratorMakes() throws {
        let root = try AssetLocator().path(of: "datasets/glyphs")
        let catalog = try ImageCatalog.scan(root)
        let generator = try GlyphGenerator()
        #expect(catalog.classes.count == generator.alphabets * generator.characters)
        #expect(catalog.items.count == catalog.classes.count * generator.drawings)
        #expect(catalog.broken.isEmpty)
        for index in [0, 7] {
            let alphabet = generator.alphabet(index)
            for (character, hand) in [(0, 0), (12, 19)] {
                let number = String(1_000 * 10 + index * 20 + character + 1).suffix(4)
                let folder = "character" + String(100 + character + 1).suffix(2)
                let file = "\(root)/\(alphabet.name)/\(folder)/\(number)_\(String(100 + hand + 1).suffix(2)).png"
                let bits = generator.drawing(of: character, in: alphabet, index, by: hand)
                #expect(try ImageDecoder.decode(contentsOf: file).pixels == bits.map { $0 ? 255 : 0 })
            }
        }
    }

    @Test func theBundledSetIsSmall() throws {
        let root = try AssetLocator().path(of: "datasets/glyphs")
        let catalog = try ImageCatalog.scan(root)
        let bytes = try catalog.items.indices.reduce(0) { try $0 + FileBytes.read(catalog.path(of: $1), limit: 1 << 20).count }
        #expect(bytes <= 3_000_000)
    }

    /// Otherwise there would be nothing to learn.
    @Test func nearestPixelsDoNotTellCharactersApart() throws {
        let generator = try GlyphGenerator()
        var right = 0
        for index in 0..<2 {
            let alphabet = generator.alphabet(index)
            let drawings = (0..<2).map { hand in
                (0..<20).map { generator.drawing(of: $0, in: alphabet, index, by: hand) }
            }
            for (character, query) in drawings[0].enumerated() {
                let distances = drawings[1].map { zip($0, query).count { $0.0 != $0.1 } }
                if distances.indices.min(by: { distances[$0] < distances[$1] }) == character { right += 1 }
            }
        }
        #expect(right <= 20, "half of 40 queries among 20 characters of the same alphabet; chance is 2")
    }
}
