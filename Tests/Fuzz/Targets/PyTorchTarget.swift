import Foundation
import Interchange
import Networks

extension Target {
    static let pytorch = Target(
        name: "pth", corpus: ["state.pth", "checkpoint.pth"], place: { "pth/" + $0 },
        repair: { StoredZip.repair($0, using: &$1) },
        crafted: {
            // A pickle of protocol 2 that is all empty lists, and one whose tensors all have one shape of a hundred thousand sides.
            let lists: [UInt8] = [0x80, 2] + Array(repeating: 0x5D, count: 4_000_000) + [0x2E]
            let shape: [UInt8] = [0x28] + (0..<100_000).flatMap { _ in [0x4B, 1] as [UInt8] } + [0x74, 0x71, 1]
            let storage: [UInt8] =
                [0x28] + text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu") + [
                    0x4B, 1, 0x74, 0x51, 0x71, 2,
                ]
            let tensor: [UInt8] =
                global("torch._utils", "_rebuild_tensor_v2") + [0x28, 0x68, 2, 0x4B, 0, 0x68, 1, 0x68, 1, 0x89, 0x4E, 0x74, 0x52]
            let wide: [UInt8] = [0x80, 2] + shape + storage + (0..<2000).flatMap { _ in tensor } + [0x2E]
            return [lists, wide, [0x80, 2] + Array(repeating: 0x28, count: 3_000_000), global("os", "system")].map {
                Input(name: "state.pth", bytes: StoredZip.file([("state/data.pkl", $0), ("state/data/0", [0, 0, 0, 0])]))
            }
        },
        read: { scratch, place, _ in _ = try PretrainedWeights(reading: scratch + "/" + place) })

    private static func text(_ text: String) -> [UInt8] {
        [0x58, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8)
    }

    private static func global(_ module: String, _ name: String) -> [UInt8] {
        [0x63] + Array("\(module)\n\(name)\n".utf8)
    }
}
