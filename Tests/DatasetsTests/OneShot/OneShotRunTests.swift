import Datasets
import Testing

struct OneShotRunTests {
    private func folder(_ labels: String, run: String = "run01") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for index in 1...3 {
            try folder.writeImage("\(run)/training/class0\(index).png")
            try folder.writeImage("\(run)/test/item0\(index).png")
        }
        try folder.write(labels, to: "\(run)/class_labels.txt")
        return folder
    }

    @Test(arguments: ["run01/", ""])
    func labelsNameTheAnswers(prefix: String) throws {
        let lines = [(1, 2), (2, 3), (3, 1)].map { "\(prefix)test/item0\($0.0).png \(prefix)training/class0\($0.1).png\n" }
        let folder = try folder(lines.joined())
        for path in [folder.path, folder.path + "/run01"] {
            let runs = try OneShotRun.read(path)
            let run = try #require(runs.first)
            #expect(runs.count == 1 && run.name == "run01" && run.supports.count == 3)
            let answers = run.trials.map { run.supports[$0.answer] }
            #expect(zip(answers, [2, 3, 1]).allSatisfy { $0.hasSuffix("training/class0\($1).png") })
            #expect(run.trials.enumerated().allSatisfy { $1.query.hasSuffix("test/item0\($0 + 1).png") })
        }
    }

    @Test func classesThatAreNeverTheAnswerAreChoicesToo() throws {
        let folder = try folder("test/item01.png training/class02.png\n")
        let run = try #require(try OneShotRun.read(folder.path).first)
        #expect(run.supports.count == 3 && run.trials.map(\.answer) == [1])
    }

    @Test(arguments: [
        "", "run01/test/item01.png\n", "test/item01.png training/class09.png\n",
    ])
    func damagedRunsAreExplained(labels: String) throws {
        let folder = try folder(labels)
        let error = #expect(throws: DatasetError.self) { try OneShotRun.read(folder.path) }
        #expect(error?.description.contains("class_labels.txt") == true)
    }

    @Test func foldersWithoutRunsAreExplained() throws {
        let folder = try TemporaryFolder()
        #expect(throws: DatasetError.self) { try OneShotRun.read(folder.path) }
        #expect(throws: DatasetError.self) { try OneShotRun.read(folder.path + "/missing") }
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func theChallengesRunsHaveTwentyTrials() throws {
        let runs = try OneShotRun.read(SharedData.path("omniglot/one-shot-classification"))
        #expect(runs.map(\.name) == ["run01", "run02"])
        #expect(runs.allSatisfy { $0.supports.count == 20 && $0.trials.count == 20 && Set($0.trials.map(\.answer)).count == 20 })
    }
}
