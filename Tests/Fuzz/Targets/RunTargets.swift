import Dashboard
import Datasets
import Engine
import Foundation
import MetricLearning
import Networks
import Runs
import Training

extension Target {
    /// A run with one checkpoint.
    static let files = [
        (place: "run/run.json", file: "run.json"), (place: "run/events.jsonl", file: "events.jsonl"),
        (place: "run/checkpoints/best.safetensors", file: "checkpoint.safetensors"),
    ]

    static let run = Target(
        name: "run", corpus: ["run.json"], place: { _ in "run/run.json" }, companions: files, isText: true,
        crafted: { [nested("run.json", "[", 100_000), nested("run.json", "{\"description\":", 100_000)] },
        read: { scratch, _, _ in
            let folder = scratch + "/run"
            _ = RunListing(of: scratch)
            let images = RunImages(try RunReader(opening: folder).manifest)
            _ = try? images.checkedPath(of: "class3/0.pgm")
            try use(folder)
        })

    static let events = Target(
        name: "events", corpus: ["events.jsonl"], place: { _ in "run/events.jsonl" }, companions: files, isText: true,
        crafted: {
            [
                nested("events.jsonl", "[", 1_000_000), nested("events.jsonl", "{\"step\":", 100_000),
                nested("events.jsonl", "{\"step\":{\"_0\":{\n", 100_000), nested("events.jsonl", " ", 40_000_000),
                nested("events.jsonl", "\n", 1_000_000),
            ]
        },
        read: { scratch, _, generator in
            let folder = scratch + "/run"
            _ = try RunReader(opening: folder).events()
            _ = try RunSummary(opening: folder)
            try watch(folder, &generator)
            _ = try RunStore(resuming: folder, fromStep: generator.choice([nil, 0, 2, .max]))
        })

    /// As `twinscope compare` and its like do.
    static func use(_ folder: String) throws {
        do {
            let model = try TrainedModel(opening: folder, threads: 1, batch: 2)
            let image = DecodedImage(width: 3, height: 2, channels: 1, pixels: [0, 50, 100, 150, 200, 250])
            let embeddings = try model.embed([image, image, image])
            _ = try model.compare(embeddings.row(0), embeddings.row(2))
        } catch let error as EngineError {
            throw RunError(error.description)
        } catch let error as MetricError {
            throw RunError(error.description)
        }
    }

    /// As `twinscope watch` does, with somebody who presses keys and changes the window.
    private static func watch(_ folder: String, _ generator: inout SeededGenerator) throws {
        var log = try RunReader(opening: folder).log
        var state = DashboardState(capabilities: Capabilities(unicode: generator.happens(3, in: 4)), isLive: false)
        while try !log.readNew(pieces: 1, { state.apply($0) }) {}
        state.follow(isWritten: false, isCaughtUp: true)
        let keys: [Key] =
            [.up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab]
            + "1234567zxcpn+-<>ftosrg[]{}hjkl".map(Key.character)
        for _ in 0..<6 {
            let size = Size(columns: generator.choice([60, 80, 123, 200]), rows: generator.choice([18, 24, 51]))
            _ = state.show(screenNamed: generator.choice(DashboardState.screenNames))
            for _ in 0..<4 { _ = state.handle(generator.choice(keys), size: size) }
            _ = state.tick(now: Double(generator.below(1000)))
            let frame = dashboard(state, size: size)
            for cell in frame.cells
            where cell.character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                throw Session.Finding(sentence: "put a control character on the screen")
            }
        }
    }
}
