import Foundation
import Networks

/// Class folders of small PGM images that a network can tell apart: every class is a bar at its own angle, every image shifts it.
public final class TinyDataset: Sendable {
    public let root: String

    public enum Pattern: Sendable {
        case bars
        /// Nothing that an image has in common with the others of its class: all that can be learned is learned by heart.
        case noise
        /// Stripes: a class is their direction, all else (where they begin, how strong they are, spots) differs from image to image. A
        /// network as it is drawn tells few of them apart; one that has learned does.
        case stripes
    }

    public init(classes: Int = 12, images: Int = 6, side: Int = 16, pattern: Pattern = .bars) throws {
        root = NSTemporaryDirectory() + "twinscope-tests-\(UUID().uuidString)"
        for index in 0..<classes {
            let folder = "\(root)/class\(index + 10)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for image in 0..<images {
                let bytes =
                    switch pattern {
                    case .bars: Self.bar(angle: Double(index) * .pi / Double(classes), shift: Double(image) * 0.4 - 1, side: side)
                    case .stripes:
                        Self.stripes(angle: Double(index) * .pi / Double(classes), number: UInt64(index * images + image), side)
                    case .noise: Self.noise(UInt64(index * images + image), side: side)
                    }
                try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(image).pgm"))
            }
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    private static func noise(_ number: UInt64, side: Int) -> Data {
        var generator = SeededGenerator(seed: number)
        return Data("P5\n\(side) \(side)\n255\n".utf8)
            + Data((0..<side * side).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private static func stripes(angle: Double, number: UInt64, _ side: Int) -> Data {
        var generator = SeededGenerator(seed: number)
        let begin = Double.random(in: 0..<2 * .pi, using: &generator)
        let strength = Double.random(in: 40...120, using: &generator)
        var data = Data("P5\n\(side) \(side)\n255\n".utf8)
        for row in 0..<side {
            for column in 0..<side {
                let wave = sin((Double(column) * cos(angle) + Double(row) * sin(angle)) * 1.6 + begin)
                let spot = Double.random(in: -60...60, using: &generator)
                data.append(UInt8(max(0, min(255, 128 + strength * wave + spot))))
            }
        }
        return data
    }

    private static func bar(angle: Double, shift: Double, side: Int) -> Data {
        var data = Data("P5\n\(side) \(side)\n255\n".utf8)
        let middle = Double(side - 1) / 2
        for row in 0..<side {
            for column in 0..<side {
                let distance = abs((Double(column) - middle) * sin(angle) - (Double(row) - middle) * cos(angle) + shift)
                data.append(UInt8(max(0, 255 - distance * 90)))
            }
        }
        return data
    }
}
