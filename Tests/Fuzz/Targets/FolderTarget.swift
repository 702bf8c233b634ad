import Datasets
import Foundation
import Networks
import Runs

extension Target {
    /// Folders with links and files that are none: out of the folder, in circles, to devices, to nothing.
    static let folders = Target(
        name: "folders", corpus: ["bits.png"], place: { "plain/" + $0 },
        companions: [
            ("outside/secret.txt", "pairs.csv"), ("outside/class/1.png", "bits.png"), ("outside/class/2.png", "bits.png"),
        ],
        read: { scratch, place, generator in
            let manager = FileManager.default
            let root = scratch + "/linked"
            try? manager.removeItem(atPath: root)
            // No folder of the system: what lies there, and how long a walk through it takes, differs from machine to machine.
            let targets = [
                "/dev/zero", "/dev/null", "/proc/kmsg", "..", ".", "../outside", "../outside/class", "../outside/secret.txt",
                "../outside/class/1.png", "nowhere", "../linked", "pipe", "a", "a/1.png", "../\(place)",
            ]
            for name in ["a", "b"] {
                try manager.createDirectory(atPath: root + "/" + name, withIntermediateDirectories: true)
                for file in ["1.png", "2.png"] {
                    try manager.copyItem(atPath: scratch + "/" + place, toPath: "\(root)/\(name)/\(file)")
                }
            }
            mkfifo(root + "/pipe", 0o600)
            let names = [
                "c", "d", "a/e", "b/3.png", "b/4.jpg", "pairs.csv", "pairs.json", "pairs.txt", "x.xml", "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte", "run.json", "events.jsonl", "checkpoints", "split.json",
            ]
            for _ in 0..<5 {
                try? manager.createSymbolicLink(
                    atPath: root + "/" + generator.choice(names), withDestinationPath: generator.choice(targets))
            }
            for path in ["pairs.csv", "train-images-idx3-ubyte"] {
                do { try open(root + "/" + path) } catch is DatasetError {}
            }
            do { _ = try SplitLists(contentsOf: root + "/split.json") } catch is DatasetError {}
            do { try use(root) } catch is RunError {}
            try open(root)
        })
}
