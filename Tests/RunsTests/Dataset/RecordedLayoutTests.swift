import Datasets
import Foundation
import Networks
import TestSupport
import Testing
import Training

@testable import Runs

/// Every layout of a data set is known again by its images, and is not taken for another that has its names.
@Suite struct RecordedLayoutTests {
    private let folder = TemporaryFolder()

    private func write(_ bytes: [UInt8], to file: String) throws {
        let url = URL(fileURLWithPath: folder.path(file))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    private func run(_ path: String) throws -> RunManifest {
        let run = try TinyRun(steps: 1, in: folder) { _ in try .open(path) }
        return try RunReader(opening: run.folder).manifest
    }

    private func resume(_ manifest: RunManifest) throws {
        _ = try RunDataset(of: manifest, run: "x").setup(toResume: manifest)
    }

    private func pixels(_ index: Int, _ image: Int) -> [UInt8] { (0..<64).map { UInt8(($0 * (index + 3) + image * 5) % 256) } }

    @Test func recordsOfAnIDXFile() throws {
        let count = 12 * 4
        func file(changing: Int? = nil) -> [UInt8] {
            [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 8, 0, 0, 0, 8]
                + (0..<count).flatMap { pixels($0 / 4, $0 % 4 + ($0 == changing ? 1 : 0)) }
        }
        try write(file(), to: "idx/train-images-idx3-ubyte")
        try write([0, 0, 8, 1, 0, 0, 0, UInt8(count)] + (0..<count).map { UInt8($0 / 4) }, to: "idx/train-labels-idx1-ubyte")
        let manifest = try run(folder.path("idx"))
        #expect(manifest.data?.layout == .idx)
        let held = try EvaluationImages(heldOutBy: manifest)
        #expect(held.catalog.items.count == 8 && held.remarks.isEmpty)
        try resume(manifest)
        let tested = try #require(manifest.data?.test.first.flatMap { Int($0.name) })
        try write(file(changing: 4 * tested + 1), to: "idx/train-images-idx3-ubyte")
        #expect(throws: RunError.self) { try EvaluationImages(heldOutBy: manifest) }
        #expect(throws: RunError.self) { try resume(manifest) }
    }

    @Test func boxesOfPascalVOC() throws {
        func annotate(_ image: Int, _ names: [String]) throws {
            let objects = names.enumerated().map { place, name in
                "<object><name>\(name)</name><bndbox><xmin>\(place * 4 + 1)</xmin><ymin>1</ymin><xmax>\(place * 4 + 4)</xmax><ymax>8</ymax></bndbox></object>"
            }
            try write(
                Array("<annotation><filename>\(image).pgm</filename>\(objects.joined())</annotation>".utf8),
                to: "voc/\(image).xml")
            try write(Array("P5\n8 8\n255\n".utf8) + pixels(image, 0), to: "voc/\(image).pgm")
        }
        for image in 0..<24 { try annotate(image, ["thing\(image / 4)", "other\(image / 4)"]) }
        let manifest = try run(folder.path("voc"))
        #expect(manifest.data?.layout == .pascalVOC)
        #expect(try EvaluationImages(heldOutBy: manifest).remarks.isEmpty)
        try resume(manifest)
        // The classes of two boxes change places: every image is there, and is of another class.
        let tested = try #require(manifest.data?.test.first?.name)
        let image = try #require(Int(tested.suffix(1))) * 4
        try annotate(image, ["other\(image / 4)", "thing\(image / 4)"])
        let images = try? EvaluationImages(heldOutBy: manifest)
        #expect(images?.remarks.isEmpty != true)
        #expect(throws: RunError.self) { try resume(manifest) }
    }

    @Test func facesOfPeopleWithOneImage() throws {
        for person in 0..<14 {
            let name = "Person_\(Character(UnicodeScalar(UInt8(65 + person))))"
            for image in 0..<(person < 10 ? 3 : 1) {
                try write(Array("P5\n8 8\n255\n".utf8) + pixels(person, image), to: "lfw/\(name)/\(name)_000\(image + 1).pgm")
            }
        }
        let manifest = try run(folder.path("lfw"))
        #expect(manifest.data?.layout == .facesInTheWild)
        #expect(try EvaluationImages(heldOutBy: manifest).catalog.classes.count == manifest.split.test.count)
        try resume(manifest)
    }

    @Test func listsOfPairs() throws {
        for index in 0..<12 {
            for image in 0..<3 {
                try write(Array("P5\n8 8\n255\n".utf8) + pixels(index, image), to: "list/\(index)/\(image).pgm")
            }
        }
        let pairs = (0..<12).flatMap { index in
            [
                "\(index)/0.pgm,\(index)/1.pgm,1", "\(index)/1.pgm,\(index)/2.pgm,1",
                "\(index)/0.pgm,\((index + 1) % 12)/0.pgm,0",
                "\(index)/2.pgm,\((index + 5) % 12)/1.pgm,0",
            ]
        }
        func list(_ pairs: [String]) throws {
            try write(Array((["left,right,label"] + pairs).joined(separator: "\n").utf8), to: "list/mine.csv")
        }
        try list(pairs)
        let run = try TinyRun(steps: 1, in: folder) { _ in try .open(folder.path("list/mine.csv"), labels: .oneIsSame) }
        let manifest = try RunReader(opening: run.folder).manifest
        // The list itself is found again, and with it what 1 means.
        #expect(manifest.data?.path == folder.path("list/mine.csv") && manifest.data?.labels == .oneIsSame)
        try resume(manifest)
        let held = try EvaluationImages(heldOutBy: manifest)
        #expect(held.pairs.count == manifest.description.testPairs.count)
        let evaluation = RunEvaluation(try TrainedModel(opening: run.folder, threads: 1), seed: 1, resamples: 0, threads: 1)
        let exposure = try #require(evaluation.exposure(of: held))
        #expect(exposure.trainedImages > 0 && exposure.trainedImages <= exposure.images, "pairs share images")
        try list(pairs.map { $0.hasPrefix("3/0.pgm,3") ? "3/0.pgm,3/1.pgm,0" : $0 })
        let other = #expect(throws: RunError.self) { try resume(manifest) }
        #expect(other?.description.contains("are not those") == true, "\(String(describing: other))")
        try list(pairs)
        let file = try #require(manifest.description.testPairs.first?.left.file)
        try write(Array("P5\n8 8\n255\n".utf8) + pixels(77, 7), to: "list/\(file)")
        let changed = #expect(throws: RunError.self) { try EvaluationImages(heldOutBy: manifest) }
        #expect(changed?.description.contains("the image \(file) is another one now") == true, "\(String(describing: changed))")
    }
}
