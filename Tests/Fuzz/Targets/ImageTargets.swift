import Datasets
import Networks

extension Target {
    static let png = image(
        "png", ["rgb.png", "alpha.png", "palette.png", "bits.png", "deep.png", "interlaced.png"],
        repair: { Checksums.repairPNG($0, using: &$1) }, crafted: CraftedPNG.inputs)

    static let jpeg = image(
        "jpeg", ["baseline.jpg", "progressive.jpg", "grey.jpg", "inks.jpg", "turned.jpg"], crafted: CraftedImages.jpeg)

    static let portableMap = image(
        "pnm", ["p1.pnm", "p2.pnm", "p3.pnm", "p4.pnm", "p5.pnm", "p6.pnm"], crafted: CraftedImages.portableMaps)

    private static func image(
        _ name: String, _ corpus: [String], repair: (@Sendable ([UInt8], inout SeededGenerator) -> [UInt8])? = nil,
        crafted: @escaping @Sendable () -> [Input]
    ) -> Target {
        Target(
            name: name, corpus: corpus, place: { "image/" + $0 }, repair: repair, crafted: crafted,
            read: { scratch, place, _ in _ = try ImageDecoder.decode(contentsOf: scratch + "/" + place) })
    }
}

enum CraftedImages {
    /// 65535 x 1000 pixels, progressive, from a header alone and from a file with one scan.
    static func jpeg() -> [Target.Input] {
        let tables: [UInt8] = [0xFF, 0xDB, 0, 67, 0] + Array(repeating: 1, count: 64)
        func frame(_ kind: UInt8, _ height: UInt16, _ width: UInt16) -> [UInt8] {
            let sides = [height, width].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            return [0xFF, 0xD8] + tables + [0xFF, kind, 0, 17, 8] + sides + [3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]
        }
        let huffman: [UInt8] = [0xFF, 0xC4, 0, 20, 0, 1] + Array(repeating: 0, count: 15) + [0]
        let scan: [UInt8] = [0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0, 0, 0]
        return [
            Target.Input(name: "huge.jpg", bytes: frame(0xC2, 1000, 65_535)),
            Target.Input(name: "huge.jpg", bytes: frame(0xC2, 1000, 65_535) + huffman + scan),
            Target.Input(name: "huge.jpg", bytes: frame(0xC0, 1000, 65_535) + huffman + scan),
            Target.Input(name: "huge.jpg", bytes: frame(0xC0, 65_535, 65_535) + huffman + scan),
        ]
    }

    static func portableMaps() -> [Target.Input] {
        [
            "P6 8000 8000 255\n", "P4 999999999 999999999\n", "P5 1 1 999999999999999999999\n", "P3 1 1 255 -1", "P2 0 0 0",
            "P1 1 1",
        ].map {
            Target.Input(name: "huge.pnm", bytes: Array($0.utf8))
        } + [Target.Input(name: "comment.pnm", bytes: Array("P2".utf8) + Array(repeating: UInt8(ascii: "#"), count: 1 << 20))]
    }
}
