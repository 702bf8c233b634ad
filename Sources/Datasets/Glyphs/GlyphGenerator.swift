import Foundation
import Networks

/// Invents a data set of handwritten characters in Omniglot's layout: `Alphabet/characterNN/NNNN_MM.png`, 105 x 105 pixels of one bit,
/// black on white. NNNN counts the characters of all alphabets, MM the hands, which write a whole alphabet each.
public struct GlyphGenerator: Sendable {
    /// What was written.
    public struct Summary: Sendable, Equatable {
        public let alphabets: Int
        /// Of all alphabets.
        public let characters: Int
        public let images: Int
    }

    let alphabets: Int
    let characters: Int
    let drawings: Int
    private let seed: UInt64

    /// Writes a set of drawings; the defaults are those of the set that comes with the program.
    ///
    /// - Parameters:
    ///   - folder: made where it is missing.
    ///   - characters: in each alphabet.
    ///   - drawings: of each character, each by another hand.
    ///   - progress: called after each alphabet with how many are done.
    /// - Throws: `DatasetError` where the folder is in use by something else or cannot be written to.
    @discardableResult
    public static func generate(
        into folder: String, alphabets: Int = 10, characters: Int = 20, drawings: Int = 20, seed: UInt64 = 1,
        progress: ((Int) -> Void)? = nil
    ) throws -> Summary {
        try GlyphGenerator(alphabets: alphabets, characters: characters, drawings: drawings, seed: seed)
            .generate(into: folder, progress: progress)
    }

    init(alphabets: Int = 10, characters: Int = 20, drawings: Int = 20, seed: UInt64 = 1) throws {
        guard (1...500).contains(alphabets), (1...99).contains(characters), (1...99).contains(drawings) else {
            throw DatasetError("glyphs are generated for 1 to 500 alphabets of 1 to 99 characters with 1 to 99 drawings each")
        }
        self.alphabets = alphabets
        self.characters = characters
        self.drawings = drawings
        self.seed = seed
    }

    func generate(into folder: String, progress: ((Int) -> Void)? = nil) throws -> Summary {
        if let found = try? FileManager.default.contentsOfDirectory(atPath: folder), !found.isEmpty {
            throw DatasetError("\(folder) is not empty; give a new folder to generate glyphs into")
        }
        var names: Set<String> = []
        for index in 0..<alphabets {
            let alphabet = alphabet(index)
            let name = names.insert(alphabet.name).inserted ? alphabet.name : "\(alphabet.name)\(index + 1)"
            try write(alphabet, index, to: "\(folder)/\(name)")
            progress?(index + 1)
        }
        let all = alphabets * characters
        return Summary(alphabets: alphabets, characters: all, images: all * drawings)
    }

    func alphabet(_ index: Int) -> GlyphAlphabet {
        GlyphAlphabet(index: index, characters: characters, generator: SeededGenerator(seed: seed))
    }

    /// One drawing as bits, `true` being paper.
    func drawing(of character: Int, in alphabet: GlyphAlphabet, _ index: Int, by hand: Int) -> [Bool] {
        let generator = SeededGenerator(seed: seed)
        var handGenerator = generator.derived("hand", index, hand)
        var drawingGenerator = generator.derived("drawing", index, character, hand)
        return Hand(&handGenerator).draw(alphabet.characters[character], &drawingGenerator)
    }

    private func write(_ alphabet: GlyphAlphabet, _ index: Int, to folder: String) throws {
        for character in 0..<characters {
            let characterFolder = "\(folder)/character\(padded(character + 1, to: 2))"
            do {
                try FileManager.default.createDirectory(atPath: characterFolder, withIntermediateDirectories: true)
                for hand in 0..<drawings {
                    let bits = drawing(of: character, in: alphabet, index, by: hand)
                    let number = padded(index * characters + character + 1, to: 4)
                    let png = try PNGEncoder.encode(bits: bits, width: GlyphRaster.side, height: GlyphRaster.side)
                    try Data(png).write(to: URL(fileURLWithPath: "\(characterFolder)/\(number)_\(padded(hand + 1, to: 2)).png"))
                }
            } catch let error as DatasetError {
                throw error
            } catch {
                throw DatasetError("\(characterFolder) cannot be written: \(error.localizedDescription)")
            }
        }
    }
}

private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
