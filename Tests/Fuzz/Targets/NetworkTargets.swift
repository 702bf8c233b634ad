import Foundation
import Networks
import Runs

extension Target {
    static let network = Target(
        name: "network", corpus: ["network.json", "similarity.json"], place: { "network/" + $0 }, isText: true,
        crafted: {
            [
                nested("network.json", "[", 100_000), nested("network.json", "{\"layers\":[", 100_000),
                nested("network.json", "{\"input\":\"1x8x8\",\"layers\":[{\"type\":\"residual\",\"name\":\"a\",\"body\":[", 1000),
                nested("network.json", "{\"input\":\"3x65536x65536\",\"layers\":[{\"type\":\"flatten\"}]}", 1),
                Input(
                    name: "network.json",
                    bytes: Array(
                        ("{\"input\":\"1x8x8\",\"layers\":[" + String(repeating: "{\"type\":\"relu\"},", count: 50_000)
                            + "{\"type\":\"flatten\"}]}").utf8)),
            ]
        },
        read: { scratch, place, _ in
            let spec = try NetworkSpec(json: FileManager.default.contents(atPath: scratch + "/" + place) ?? Data())
            let graph = try PairGraph(spec)
            // What a table of the network shows.
            _ = (graph.left.parameterCount, graph.left.multiplyAccumulates)
            _ = try NetworkSpec(json: JSONEncoder().encode(spec))
        })

    static let weights = Target(
        name: "safetensors", corpus: ["plain.safetensors", "checkpoint.safetensors"],
        place: { _ in "run/checkpoints/best.safetensors" },
        companions: [("run/run.json", "run.json"), ("run/events.jsonl", "events.jsonl")], isText: true,
        crafted: {
            [
                safetensors(#"{"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}"#, 0),
                safetensors(#"{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}"#, 4),
                safetensors(#"{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}"#, 4),
                // One megabyte of numbers under a thousand names.
                safetensors(
                    "{"
                        + (0..<1000).map { #""a\#($0)":{"dtype":"F32","shape":[262144],"data_offsets":[0,1048576]}"# }
                        .joined(separator: ",") + "}", 1 << 20),
                safetensors(String(repeating: "[", count: 100_000), 0),
                Input(name: "plain.safetensors", bytes: Array(repeating: 0xFF, count: 8)),
            ]
        },
        read: { scratch, place, _ in
            _ = try Safetensors.read(scratch + "/" + place)
            // What a run goes on from is read in another way.
            try? FileManager.default.createSymbolicLink(
                atPath: scratch + "/run/checkpoints/last.safetensors", withDestinationPath: "best.safetensors")
            do { _ = try RunReader(opening: scratch + "/run").lastCheckpoint() } catch is RunError {}
            try use(scratch + "/run")
        })

    private static func safetensors(_ header: String, _ count: Int) -> Input {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        return Input(name: "plain.safetensors", bytes: length + Array(header.utf8) + Array(repeating: 0, count: count))
    }
}
