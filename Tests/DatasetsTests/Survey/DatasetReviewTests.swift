import Foundation
import Networks
import Testing

@testable import Datasets

struct DatasetReviewTests {
    private func folder(_ values: KeyValuePairs<String, UInt8>) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (file, value) in values { try folder.writeImage(file, value: value) }
        return folder
    }

    @Test func theSameBytesInTwoClassesAreTold() throws {
        let folder = try folder(["a/1.png": 1, "a/2.png": 2, "b/1.png": 3, "b/2.png": 1, "c/1.png": 4, "c/2.png": 5])
        let findings = try DatasetReview(ImageCatalog.scan(folder.path)).findings
        #expect(findings.map(\.severity) == [.warning])
        #expect(findings[0].message.contains("a/1.png and b/2.png"))
    }

    @Test func theSameBytesInTrainingAndTestAreAnError() throws {
        let folder = try folder([
            "train/a/1.png": 1, "train/a/2.png": 2, "train/b/1.png": 3, "train/b/2.png": 4, "test/a/1.png": 5, "test/a/2.png": 2,
            "test/b/1.png": 6, "test/b/2.png": 7,
        ])
        let catalog = try ImageCatalog.scan(folder.path)
        let split = try ClassSplit(foldersOf: catalog, #require(catalog.splitFolders), validation: 0, seed: 1)
        let findings = DatasetReview(catalog).findings(for: split)
        #expect(findings.first?.severity == .error)
        #expect(findings.first?.message.contains("train/a/2.png and test/a/2.png") == true)
        #expect(try DatasetSurvey(ImageDataset.open(folder.path)).findings?.first?.severity == .error)
    }

    /// What the sentence recommends: then no copy is in another part.
    @Test func aSplitByPairKeepsCopiesTogether() throws {
        let folder = try TemporaryFolder()
        for (label, name) in ["a", "b", "c"].enumerated() {
            for index in 0..<20 {
                let value = index / 2 + 40 * label
                try folder.writeImage("\(name)/\(index).png", value: UInt8(value))
            }
        }
        let catalog = try ImageCatalog.scan(folder.path)
        let review = DatasetReview(catalog)
        #expect(review.copies.groups.count == 30)
        for seed in 0..<5 as Range<UInt64> {
            let apart = try ClassSplit(catalog: catalog, by: .pairs, validation: 0.3, test: 0.3, seed: seed)
            #expect(review.findings(for: apart).contains { $0.severity == .error })
            let split = try ClassSplit(
                catalog: catalog, by: .pairs, validation: 0.3, test: 0.3, seed: seed, copies: review.copies)
            #expect(!review.findings(for: split).contains { $0.severity != .information })
            #expect(split.images(of: .test, in: catalog).joined().count == 18)
        }
    }

    @Test func aDataSetOfCopiesIsToldSoAndNoMore() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b", "c", "d", "e", "f"] { for index in 0..<3 { try folder.writeImage("\(name)/\(index).png") } }
        let catalog = try ImageCatalog.scan(folder.path)
        let split = try ClassSplit(catalog: catalog, validation: 0.3, test: 0.3, seed: 1)
        let findings = DatasetReview(catalog).findings(for: split)
        #expect(findings.count == 1 && findings[0].severity == .warning)
        #expect(findings[0].message.contains("all images are alike"))
    }

    private func names(_ paths: [String]) -> [DatasetFinding] {
        let classes = paths.map { path -> ImageCatalog.ClassFiles in
            let folders = path.split(separator: "/").map(String.init)
            return .init(groups: Array(folders.dropLast()), name: folders[folders.count - 1], files: [path + "/1", path + "/2"])
        }
        return DatasetReview(ImageCatalog(root: "nowhere", classes: classes)).findings
    }

    @Test(arguments: [
        ["a", "a_small"], ["resized/a", "original/a", "b"], ["a", "a/thumbnails"], ["images/a", "images_64x64/a"],
        ["val/a", "extra/b", "a"], ["a", "a-augmented", "b"], ["faces/p1", "faces/p1_cropped"],
        ["images/c1", "thumbs/c1", "images_128/c1"], ["set1/p1", "set2/p1"], ["seen_test/p1", "unseen_test/p1", "p1"],
    ])
    func foldersOfWhatWasMadeOfOthersAreTold(paths: [String]) {
        let findings = names(paths)
        #expect(findings.map(\.severity) == [.warning])
        #expect(findings.first?.message.contains("\"") == true)
    }

    /// Whether a name that is in several groups is one thing, only a person knows; a name that is no number is likely to be.
    @Test(arguments: [
        (["monday/anna", "tuesday/anna", "tuesday/bob"], "1 class name repeats", DatasetFinding.Severity.warning),
        (["query/a", "query/b", "gallery/a", "gallery/b"], "2 class names repeat", .warning),
        (["fold1/p0", "fold2/p0"], "1 class name repeats", .information),
    ])
    func namesThatRepeatAcrossGroupsAreTold(paths: [String], message: String, severity: DatasetFinding.Severity) {
        let findings = names(paths)
        #expect(findings.map(\.severity) == [severity])
        #expect(findings.first?.message.hasPrefix(message) == true, "\(findings)")
    }

    /// Names repeat for good reasons, and words of derived folders are names too.
    @Test(arguments: [
        ["Greek/character01", "Latin/character01"], ["small", "large"], ["64", "128"], ["crops/wheat", "animals/dog"],
        ["s1", "s10"],
        ["original", "forged"], ["copy", "b"],
    ])
    func whatIsMeantSoIsNotTold(paths: [String]) {
        #expect(names(paths) == [])
    }

    @Test func aCompressedTwinIsReadOnce() throws {
        let folder = try TemporaryFolder()
        let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]
        let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1]
        for (name, bytes) in [("images-idx3", images), ("labels-idx1", labels)] {
            try folder.write(bytes, to: "train-\(name)-ubyte")
            try folder.write(GzipFile.stored(bytes), to: "train-\(name)-ubyte.gz")
        }
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.catalog.items.count == 4)
        #expect(dataset.catalog.broken.map(\.file) == ["train-images-idx3-ubyte.gz"])
        let account = try #require(DatasetSurvey(dataset).files)
        #expect((account.files, account.used) == (4, 2))
    }
}

/// A gzip file that is not compressed.
private enum GzipFile {
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        let block = [1, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)] + bytes
        let checksum = Checksum.crc32(Data(bytes))
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + block
            + [0, 8, 16, 24].map { UInt8(checksum >> $0 & 255) } + [UInt8(count & 255), UInt8(count >> 8), 0, 0]
    }
}
