import Datasets
import Foundation
import FoundationXML
import Interchange
import MetricLearning
import Networks
import Runs
import TestSupport
import Testing
import Training

/// A page made of a run that was written by hand: well formed, complete, and in need of nothing.
@Suite struct RunReportTests {
    private let folder = TemporaryFolder()

    private func page(name: String = "first") throws -> String {
        let images = folder.path("images")
        for index in 0..<12 {
            let place = images + "/class\(index + 10)"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            for image in 0..<3 {
                let pixels = (0..<64).map { UInt8(($0 * (index + 3) + image) % 256) }
                try Data(Data("P5\n8 8\n255\n".utf8) + pixels).write(to: URL(filePath: "\(place)/\(image).pgm"))
            }
        }
        let network = NetworkSpec(
            name: "tiny <b>", input: .image(channels: 1, height: 8, width: 8), layers: [.flatten, .linear(4, name: "embedding")])
        let setup = try TrainingSetup(
            runName: name, startedAt: "2026-01-01T00:00:00Z", network: network,
            options: TrainingOptions(batchPairs: 2, duration: .steps(3), threads: 1), catalog: try ImageCatalog.scan(images))
        let store = try RunStore(creating: folder.path("run"), manifest: RunManifest(version: "1", setup: setup))
        let worker = TrainingWorker(setup, checkpoints: store)
        let recorder = RunRecorder(store: store, source: worker.events)
        worker.commands.send(.set(.margin, 1.25))
        recorder.start()
        worker.start()
        worker.wait()
        recorder.wait()
        let run = try RunReader(opening: folder.path("run"))
        return try RunReport(run, pictures: TestPictures(of: run, otherwise: "leave them")).html
    }

    /// The parts that are XML, which leaves out the document's type and the void elements of HTML.
    private func parse(_ page: String) -> Bool {
        let text = page.replacingOccurrences(of: "<!DOCTYPE html>", with: "")
            .replacing(#/<(meta|img|br)([^>]*)>/#) { "<\($0.1)\($0.2)/>" }
        let parser = XMLParser(data: Data(text.utf8))
        return parser.parse()
    }

    @Test func thePageIsWholeAndNeedsNothing() throws {
        let page = try page()
        #expect(parse(page))
        for title in ["Training", "Distances of", "Hardest test pairs", "Layers", "What happened", "To repeat it"] {
            #expect(page.contains("<h2>\(title)"), "\(title) is missing")
        }
        // Nothing is fetched: every source is inside the page.
        #expect(!page.contains("http") && !page.contains("<script") && !page.contains("@import") && !page.contains("url("))
        #expect(
            page.matches(of: #/src="data:image/png;base64,[A-Za-z0-9+\/=]+"/#).count == page.components(separatedBy: "<img").count
                - 1)
        #expect(page.contains("<img"))
        #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
        #expect(page.components(separatedBy: "<svg").count - 1 == 4)
    }

    @Test func editsAreMarkedAndTheCommandIsThere() throws {
        let page = try page()
        #expect(page.contains("margin 1.25</text>"))
        #expect(page.contains("twinscope train"))
        #expect(page.contains("--config configuration.json --threads 1"))
    }

    @Test func theConfigurationIsThatOfTheRun() throws {
        let page = try page()
        let wrapped = try #require(page.firstMatch(of: #/&lt;&lt;'END'\n(\{[\s\S]*\n\})\nEND\n/#)?.1)
        #expect(wrapped.split(separator: "\n").count > 10)
        let json = wrapped.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        let values = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let options = try JSONSerialization.data(withJSONObject: try #require(values["options"]))
        let network = try JSONSerialization.data(withJSONObject: try #require(values["network"]))
        let manifest = try RunReader(opening: folder.path("run")).manifest.description
        #expect(try JSONDecoder().decode(TrainingOptions.self, from: options).learningRate == manifest.options.learningRate)
        #expect(try NetworkSpec(json: network) == manifest.network)
    }

    @Test func namesAreNeverMarkup() throws {
        let page = try page(name: "<script>alert(1)</script>")
        #expect(!page.contains("<script>"))
        #expect(page.contains("&lt;script&gt;") && page.contains("tiny &lt;b&gt;"))
        #expect(parse(page))
    }
}
