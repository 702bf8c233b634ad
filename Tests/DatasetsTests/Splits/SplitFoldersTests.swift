import Foundation
import Networks
import Testing

@testable import Datasets

/// Folders that are a split are no groups: a class that is in several of them is one class.
struct SplitFoldersTests {
    /// Writes images of different bytes: `count` in each of the folders.
    private func folder(_ counts: KeyValuePairs<String, Int>) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        var value: UInt8 = 0
        for (path, count) in counts {
            for index in 0..<count {
                value += 1
                try folder.writeImage("\(path)/\(path.split(separator: "/").joined(separator: "-"))-\(index).png", value: value)
            }
        }
        return folder
    }

    private func split(_ catalog: ImageCatalog, validation: Double = 0.15) throws -> ClassSplit {
        try ClassSplit(foldersOf: catalog, #require(catalog.splitFolders), validation: validation, seed: 1)
    }

    private func files(_ part: ClassSplit.Part, _ split: ClassSplit, _ catalog: ImageCatalog) -> Set<String> {
        Set(split.images(of: part, in: catalog).joined().map { catalog.items[$0].file })
    }

    @Test(arguments: [
        ("train", "val", "test"), ("TRAIN", "Valid", "Testing"), ("training", "validation", "test"), ("Train", "dev", "eval"),
        ("train_set", "val-images", "test set"), ("archive/train", "archive/val", "archive/test"),
        ("birds_train", "birds_val", "birds_test"), ("x-train", "x-valid", "x-holdout"),
        ("1_Training", "2_Validation", "3_Testing"),
    ])
    func theSameClassesInAllFoldersAreDivided(training: String, validation: String, test: String) throws {
        let folder = try folder([
            "\(training)/a": 4, "\(training)/b": 4, "\(validation)/a": 2, "\(validation)/b": 2, "\(test)/a": 2, "\(test)/b": 2,
        ])
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.name) == ["a", "b"])
        #expect(catalog.classes.map(\.items.count) == [8, 8])
        let split = try split(catalog)
        for (part, name, count) in [(ClassSplit.Part.training, training, 8), (.validation, validation, 4), (.test, test, 4)] {
            let files = files(part, split, catalog)
            #expect(files.count == count && files.allSatisfy { $0.hasPrefix(name + "/") })
            let sampler = try PairSampler(
                catalog: catalog, images: split.images(of: part, in: catalog), generator: SeededGenerator(seed: 3))
            for pair in sampler.fixedPairs(count: 40) {
                let classes = [pair.left, pair.right].map { catalog.items[$0].file.split(separator: "/").dropLast().last }
                #expect((classes[0] == classes[1]) == pair.same)
            }
        }
        let name = try #require(training.split(separator: "/").last)
        #expect(split.heldOutImages != nil && split.remark?.contains(name) == true)
    }

    @Test func differentClassesAreSplitByFolder() throws {
        let folder = try folder(["train/a": 2, "train/b": 2, "val/c": 2, "val/d": 2, "test/e": 2, "test/f": 2])
        let catalog = try ImageCatalog.scan(folder.path)
        let split = try split(catalog)
        #expect(catalog.classes.map(\.path) == ["a", "b", "c", "d", "e", "f"])
        #expect((split.training, split.validation, split.test) == ([0, 1], [2, 3], [4, 5]))
        #expect(split.heldOutImages == nil)
    }

    /// Training and validation show one set of people, the test another.
    @Test func aTestOfOtherClasses() throws {
        let folder = try folder([
            "train/a": 3, "train/b": 3, "val/a": 2, "val/b": 2, "test/c": 2, "test/d": 2,
        ])
        let catalog = try ImageCatalog.scan(folder.path)
        let split = try split(catalog)
        #expect((split.training, split.validation, split.test) == ([0, 1], [0, 1], [2, 3]))
        #expect(files(.training, split, catalog).allSatisfy { $0.hasPrefix("train/") })
        #expect(files(.validation, split, catalog).allSatisfy { $0.hasPrefix("val/") })
        #expect(files(.test, split, catalog).allSatisfy { $0.hasPrefix("test/") })
    }

    @Test func validationIsTakenFromTrainingWhereNoFolderIsForIt() throws {
        let divided = try folder(["train/a": 8, "train/b": 8, "test/a": 2, "test/b": 2])
        let catalog = try ImageCatalog.scan(divided.path)
        let split = try split(catalog, validation: 0.25)
        #expect(files(.validation, split, catalog).count == 4 && files(.training, split, catalog).count == 12)
        #expect(files(.validation, split, catalog).allSatisfy { $0.hasPrefix("train/") })
        #expect(split.remark?.contains("none is for validation") == true)

        let byClass = try folder([
            "train/a": 2, "train/b": 2, "train/c": 2, "train/d": 2, "train/e": 2, "test/f": 2, "test/g": 2,
        ])
        let others = try ImageCatalog.scan(byClass.path)
        let classes = try self.split(others)
        #expect((classes.training.count, classes.validation.count, classes.test) == (3, 2, [5, 6]))
        #expect(classes.heldOutImages == nil)
    }

    @Test func groupsBelowTheSplitStay() throws {
        let folder = try folder([
            "train/Greek/c1": 2, "train/Latin/c1": 2, "val/Greek/c1": 2, "val/Latin/c1": 2,
        ])
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.path) == ["Greek/c1", "Latin/c1"])
        #expect(catalog.classes.map(\.groups) == [["Greek"], ["Latin"]])
        #expect(try split(catalog).test.isEmpty)
    }

    /// As archives come out that hold a folder of their own name.
    @Test(arguments: [["train/train", "test/test"], ["train/train", "test"], ["data/train", "data/test/test"]])
    func aPartInsideOfAPartIsNoGroup(parts: [String]) throws {
        let folder = try folder(["\(parts[0])/a": 4, "\(parts[0])/b": 4, "\(parts[1])/a": 2, "\(parts[1])/b": 2])
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.name) == ["a", "b"] && catalog.classes.map(\.items.count) == [6, 6])
        let split = try split(catalog, validation: 0)
        #expect(files(.test, split, catalog).count == 4 && files(.test, split, catalog).allSatisfy { $0.hasPrefix(parts[1]) })
    }

    @Test func aPartInsideOfTrainingIsWhatItIsCalled() throws {
        let folder = try folder([
            "train/train/a": 4, "train/train/b": 4, "train/val/a": 3, "train/val/b": 3, "test/train/a": 2, "test/val/b": 2,
            "test/val/a": 2,
        ])
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.path) == ["a", "b"])
        let split = try split(catalog)
        #expect(files(.training, split, catalog).allSatisfy { $0.hasPrefix("train/train") })
        #expect(files(.validation, split, catalog).allSatisfy { $0.hasPrefix("train/val") })
        #expect(files(.test, split, catalog).allSatisfy { $0.hasPrefix("test") })
        #expect([ClassSplit.Part.training, .validation, .test].map { files($0, split, catalog).count } == [8, 6, 6])
    }

    @Test func omniglotsTwoSetsAreASplit() throws {
        let folder = try folder([
            "images_background/Greek/character01": 2, "images_background/Greek/character02": 2,
            "images_evaluation/Tibetan/character01": 2, "images_evaluation/Tibetan/character02": 2,
        ])
        let catalog = try ImageCatalog.scan(folder.path)
        let split = try split(catalog, validation: 0)
        #expect(split.training.map { catalog.classes[$0].path } == ["Greek/character01", "Greek/character02"])
        #expect(split.test.map { catalog.classes[$0].path } == ["Tibetan/character01", "Tibetan/character02"])
    }

    @Test(arguments: ["train_val", "trainval", "Train-Valid"]) func trainingAndValidationInOneFolderIsForTraining(name: String)
        throws
    {
        let folder = try folder(["\(name)/a": 4, "\(name)/b": 4, "test/a": 2, "test/b": 2])
        #expect(try ImageCatalog.scan(folder.path).splitFolders?.folders(of: .training) == [name])
    }

    @Test func aSplitInsideOfEachClass() throws {
        let folder = try folder(["a/train": 2, "a/test": 2, "b/train": 2, "b/test": 2])
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.path) == ["a", "b"])
        #expect(catalog.splitFolders?.folders(of: .test) == ["test"])
    }

    @Test func imagesInTheSplitFoldersThemselvesHaveNoClasses() throws {
        let folder = try folder(["train": 3, "test": 3])
        let error = #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path) }
        #expect(error?.description.contains("parts of a split and no classes") == true)
    }

    /// A vehicle, a class called like a part of the split, one part alone.
    @Test func namesAloneAreNoSplit() throws {
        for counts: KeyValuePairs in [
            ["train": 2, "car": 2, "test": 2], ["train/a": 2, "train/b": 2], ["train/steam": 2, "car/red": 2, "bus/blue": 2],
            ["val/a": 2, "test/b": 2],
        ] {
            let folder = try folder(counts)
            #expect(try ImageCatalog.scan(folder.path).splitFolders == nil)
        }
    }

    @Test func whatLiesBesideTheSplitIsNamed() throws {
        let folder = try folder(["train/a": 2, "train/b": 2, "test/a": 2, "test/b": 2, "extra": 1, "train": 1])
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.path) == ["a", "b"])
        #expect(Set(catalog.broken.map(\.file)) == ["extra/extra-0.png", "train/train-0.png"])
    }

    @Test func aPartThatMakesNoPairsIsNamed() throws {
        let folder = try folder(["train/a": 4, "train/b": 4, "val/a": 1, "val/b": 1])
        let catalog = try ImageCatalog.scan(folder.path)
        let error = #expect(throws: DatasetError.self) { try split(catalog) }
        #expect(error?.description.contains("--split-by") == true)
        _ = try ClassSplit(catalog: catalog, by: .pairs, validation: 0.3, test: 0, seed: 1)
    }
}
