import Datasets
import Foundation
import Networks
import TestSupport
import Testing
import Training

@testable import Runs

/// A run is judged by what it kept back, whatever has become of its data set, or not at all.
@Suite final class HeldOutTests {
    private let folder = TemporaryFolder()
    /// Their images go away with them.
    private var runs: [TinyRun] = []

    private func run(_ unit: ClassSplit.Unit = .classes) throws -> (run: TinyRun, manifest: RunManifest, root: String) {
        var options = TrainingOptions(threads: 1)
        options.split.unit = unit
        let run = try TinyRun(steps: 1, in: folder, options: options)
        runs.append(run)
        return (run, try RunReader(opening: run.folder).manifest, run.data.root)
    }

    private func move(_ from: String, _ to: String) throws { try FileManager.default.moveItem(atPath: from, toPath: to) }

    private func swap(_ one: String, _ other: String) throws {
        try move(one, one + ".aside")
        try move(other, one)
        try move(one + ".aside", other)
    }

    private func refusal(_ manifest: RunManifest, at path: String? = nil) -> String {
        #expect(throws: RunError.self) { try EvaluationImages(heldOutBy: manifest, run: "runs/x", at: path) }?.description ?? ""
    }

    @Test func theRunKeepsWhatItsDataSetWas() throws {
        let (_, manifest, root) = try run()
        let data = try #require(manifest.data)
        #expect(data.path == root && data.layout == .classFolders && manifest.description.dataset.path == root)
        #expect(data.training.count + data.validation.count + data.test.count == 12)
        let test = try #require(data.test.first)
        #expect(test.images == (0..<6).map { "\($0).pgm" } && test.folder == "\(test.name)/")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(test.name)/0.pgm")))
        #expect(test.bytes[0] == bytes.count && test.hashes[0] == ContentHash(bytes))
    }

    @Test func aRenamedTestClassIsNamedWithItsNewName() throws {
        let (_, manifest, root) = try run()
        let name = try #require(manifest.data?.test.first?.name)
        try move("\(root)/\(name)", "\(root)/zebra")
        let refusal = refusal(manifest)
        #expect(refusal.contains("the class \"\(name)\" is missing and \"zebra\" is new, with its images"), "\(refusal)")
        #expect(refusal.contains("`twinscope evaluate runs/x --on \(root)`"))
    }

    @Test func aTestClassThatTookThePlaceOfATrainedOneIsRefused() throws {
        let (_, manifest, root) = try run()
        let data = try #require(manifest.data)
        try swap("\(root)/\(data.test[0].name)", "\(root)/\(data.training[0].name)")
        let refusal = refusal(manifest)
        #expect(refusal.contains("6 images that were held out are now ones that it was trained on"), "\(refusal)")
        #expect(refusal.contains("is an image of the class \"\(data.training[0].name)\""))
    }

    @Test func aTestImageThatIsAnotherIsRefused() throws {
        let (_, manifest, root) = try run()
        let name = try #require(manifest.data?.test.first?.name)
        try Data("P5\n2 2\n255\nabcd".utf8).write(to: URL(fileURLWithPath: "\(root)/\(name)/3.pgm"))
        #expect(refusal(manifest).contains("the image \(name)/3.pgm is another one now"))
    }

    @Test func changesBesideTheTestClassesAreToldAndDoNoHarm() throws {
        let (_, manifest, root) = try run()
        let before = try EvaluationImages(heldOutBy: manifest)
        #expect(before.remarks.isEmpty)
        let data = try #require(manifest.data)
        // Every number of a class and of an image is another one after this.
        try move("\(root)/\(data.training[0].name)", "\(root)/aardvark")
        try FileManager.default.createDirectory(atPath: "\(root)/badger", withIntermediateDirectories: true)
        for image in 0..<2 {
            try FileManager.default.copyItem(
                atPath: "\(root)/\(data.training[1].name)/\(image).pgm", toPath: "\(root)/badger/\(image).pgm")
        }
        let after = try EvaluationImages(heldOutBy: manifest)
        #expect(after.catalog.items.map(\.file) == before.catalog.items.map(\.file))
        #expect(after.remarks.count == 1)
        #expect(after.remarks[0].contains("the class \"badger\" is new"), "\(after.remarks)")
        #expect(after.remarks[0].contains("\"\(data.training[0].name)\" is missing and \"aardvark\" is new"))
    }

    @Test func anImageThatATestClassLostIsTold() throws {
        let (_, manifest, root) = try run()
        let name = try #require(manifest.data?.test.first?.name)
        try FileManager.default.removeItem(atPath: "\(root)/\(name)/2.pgm")
        let images = try EvaluationImages(heldOutBy: manifest)
        #expect(images.catalog.items.count == 11)
        #expect(
            images.remarks[0].contains("the image \(name)/2.pgm is missing; 1 of the images that were held out is not judged"))
    }

    @Test func aPhotographThatJoinsAClassLeavesDividedImagesWhereTheyWere() throws {
        let (_, manifest, root) = try run(.pairs)
        let before = try EvaluationImages(heldOutBy: manifest)
        try Data("P5\n2 2\n255\nabcd".utf8).write(to: URL(fileURLWithPath: "\(root)/class10/00.pgm"))
        let after = try EvaluationImages(heldOutBy: manifest)
        #expect(after.catalog.items.map(\.file) == before.catalog.items.map(\.file))
        #expect(after.remarks[0].contains("the image class10/00.pgm is new; what was held out is as it was"))
    }

    @Test func aHeldOutImageThatIsATrainedOneNowIsRefused() throws {
        let (_, manifest, root) = try run(.pairs)
        let data = try #require(manifest.data)
        let test = data.test[0].files[0].name
        let trained = data.training[0].files[0].name
        try FileManager.default.removeItem(atPath: "\(root)/\(test)")
        try FileManager.default.copyItem(atPath: "\(root)/\(trained)", toPath: "\(root)/\(test)")
        #expect(refusal(manifest).contains("an image that was held out is now one that it was trained on: \(test)"))
    }

    @Test func aMovedDataSetIsFoundThroughItsNewPlaceAndThroughALink() throws {
        let (_, manifest, root) = try run()
        let elsewhere = folder.path("elsewhere")
        try move(root, elsewhere)
        #expect(refusal(manifest).contains("is not there; say where it is with `--dataset DIR`"))
        #expect(try EvaluationImages(heldOutBy: manifest, at: elsewhere).catalog.items.count == 12)
        try FileManager.default.createSymbolicLink(atPath: root, withDestinationPath: elsewhere)
        #expect(try EvaluationImages(heldOutBy: manifest).catalog.items.count == 12)
    }

    @Test func aRunThatKeptNoNamesIsJudgedWithASentence() throws {
        var (_, manifest, root) = try run()
        let data = try #require(manifest.data)
        manifest.data = nil
        let images = try EvaluationImages(heldOutBy: manifest)
        #expect(images.remarks.count == 1 && images.remarks[0].contains("kept no names"))
        // Its test pairs name some of its test classes.
        try move("\(root)/\(data.training[0].name)", "\(root)/zebra")
        #expect(refusal(manifest).contains("is not among them"))
    }

    // MARK: Other images

    @Test func judgingByWhatWasTrainedOnIsTold() throws {
        let (run, manifest, root) = try run()
        let data = try #require(manifest.data)
        func exposure(_ path: String) throws -> Exposure {
            Exposure(of: try ImageDataset.open(path).catalog, to: data, threads: 1)
        }
        let own = try exposure(root)
        #expect(own.classes == 12 && own.images == 72 && own.trainedClasses == data.training.count)
        #expect(own.trainedImages == 6 * data.training.count && own.validationClasses == 2 && own.namesakes == 0)
        // Under other names they are the same images.
        let copy = folder.path("copy")
        for (number, entry) in data.training.prefix(2).enumerated() {
            try FileManager.default.createDirectory(atPath: "\(copy)/other\(number)", withIntermediateDirectories: true)
            for (place, file) in entry.files.enumerated() {
                try FileManager.default.copyItem(atPath: "\(root)/\(file.name)", toPath: "\(copy)/other\(number)/x\(place).pgm")
            }
        }
        #expect(try exposure(copy).trainedClasses == 2 && exposure(copy).trainedImages == 12)
        // Under the same names they may be others.
        let namesakes = folder.path("namesakes")
        for name in [data.training[0].name, "stranger"] {
            for image in 0..<2 {
                try FileManager.default.createDirectory(atPath: "\(namesakes)/\(name)", withIntermediateDirectories: true)
                try Data("P5\n2 2\n255\n\(image)\(name.suffix(3))".utf8)
                    .write(to: URL(fileURLWithPath: "\(namesakes)/\(name)/\(image).pgm"))
            }
        }
        let others = try exposure(namesakes)
        #expect(others.trainedClasses == 0 && others.trainedImages == 0 && others.namesakes == 1)
        let model = try TrainedModel(opening: run.folder, threads: 1)
        let evaluation = RunEvaluation(model, seed: 1, resamples: 0, threads: 1)
        let images = EvaluationImages(try ImageDataset.open(root), named: root)
        let report = try evaluation.verification(on: images, embedded: model.embed(images.catalog))
        #expect(report.trainedOn == own)
        let held = try EvaluationImages(heldOutBy: manifest)
        #expect(evaluation.exposure(of: held)?.trainedClasses == 0)
    }

    @Test func imagesOfClassesThatWereTrainedOnAreOfTrainedClasses() throws {
        let (run, manifest, _) = try run(.pairs)
        let evaluation = RunEvaluation(try TrainedModel(opening: run.folder, threads: 1), seed: 1, resamples: 0, threads: 1)
        let exposure = try #require(evaluation.exposure(of: EvaluationImages(heldOutBy: manifest)))
        #expect(exposure.trainedClasses == 12 && exposure.trainedImages == 0)
    }

    // MARK: Resuming

    @Test func onlyTheVeryImagesAreTrainedOnAgain() throws {
        let (_, manifest, root) = try run()
        let trained = try #require(manifest.data?.training.first?.name)
        func setup(at path: String? = nil) throws -> TrainingSetup {
            try RunDataset(of: manifest, run: "runs/x", at: path).setup(toResume: manifest)
        }
        func refusal() -> String { #expect(throws: RunError.self) { try setup() }?.description ?? "" }
        #expect(try setup().split == manifest.split)
        let file = "\(root)/\(trained)/1.pgm"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        try (bytes.dropLast() + [bytes[bytes.count - 1] ^ 1]).write(to: URL(fileURLWithPath: file))
        #expect(refusal().contains("the image \(trained)/1.pgm is another one now"), "\(refusal())")
        try bytes.write(to: URL(fileURLWithPath: file))
        try bytes.write(to: URL(fileURLWithPath: "\(root)/\(trained)/new.pgm"))
        #expect(refusal().contains("the image \(trained)/new.pgm is new"))
        try FileManager.default.removeItem(atPath: "\(root)/\(trained)/new.pgm")
        try FileManager.default.removeItem(atPath: "\(root)/\(trained)")
        #expect(refusal().contains("the class \"\(trained)\" is missing"))
        #expect(refusal().contains("`twinscope train \(root)`"))
    }
}
