import Datasets
import Foundation
import MetricLearning
import Networks
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct RunEvaluationTests {
    private let folder = TemporaryFolder()
    /// A short run, its model, and the embeddings of its test classes.
    private let run: TinyRun
    private let model: TrainedModel
    private let embedded: EmbeddedCatalog

    init() throws {
        run = try TinyRun(steps: 20, in: folder)
        model = try TrainedModel(opening: run.folder, checkpoint: .last, threads: 1)
        embedded = try model.embed(model.testImages())
    }

    @Test func theFiguresAreThoseOfTheDistances() throws {
        let report = try RunEvaluation(model, seed: 1, resamples: 0, threads: 1).verification(of: embedded, named: "test")
        let items = embedded.catalog.items.indices
        let pairs = items.flatMap { left in items.filter { $0 > left }.map { (left, $0) } }
        let distances = try pairs.map { try model.distance(embedded.embeddings.row($0), embedded.embeddings.row($1)) }
        let labels = embedded.labels
        let same = pairs.map { labels[$0] == labels[$1] }
        let verification = try Verification(distances: distances, same: same)
        #expect(report.genuinePairs == same.count { $0 } && report.impostorPairs == same.count { !$0 })
        #expect(report.identities == embedded.catalog.classes.count)
        #expect(abs(report.areaUnderROC.value - verification.areaUnderROC) < 1e-6)
        #expect(abs(report.equalErrorRate.value - verification.equalErrorRate) < 1e-6)
        let accuracy = try #require(report.atRunThreshold)
        #expect(accuracy.threshold == model.weights.threshold)
        #expect(abs(accuracy.accuracy.value - verification.accuracy(at: accuracy.threshold)) < 1e-6)
        #expect(report.areaUnderROC.low == nil)
        // 36 impostor pairs of two classes of six cannot tell a rate of 0.001.
        #expect(report.trueAccepts.map(\.falseAcceptRate) == [0.1, 0.01, 0.001])
        #expect(report.trueAccepts[0].trueAcceptRate?.value == verification.trueAcceptRate(atFalseAcceptRate: 0.1))
        #expect(report.trueAccepts[2].trueAcceptRate == nil)
    }

    @Test func onlyTestClassesAreJudged() throws {
        let all = try ImageCatalog.scan(run.data.root)
        let expected = model.manifest.split.test.map { all.classes[$0].name }
        #expect(embedded.catalog.classes.map(\.name) == expected)
        let named = Set(model.manifest.description.testPairs.flatMap { [$0.left.className, $0.right.className] })
        #expect(named.isSubset(of: expected))
    }

    @Test func intervalsHoldTheFigureAndComeFromTheSeed() throws {
        let all = try model.embed(ImageCatalog.scan(run.data.root))
        let reports = try [UInt64(1), 1, 2].map {
            try RunEvaluation(model, seed: $0, resamples: 60, threads: 1).verification(of: all, named: "all")
        }
        let area = reports[0].areaUnderROC
        let (low, high) = (try #require(area.low), try #require(area.high))
        #expect(low < area.value && area.value < high)
        #expect(reports[0].areaUnderROC == reports[1].areaUnderROC)
        #expect(reports[0].areaUnderROC != reports[2].areaUnderROC)
    }

    @Test func listedPairsAreJudgedAsListed() throws {
        let list = run.data.root + "/list.csv"
        try Data(
            """
            left,right,same
            class10/0.pgm,class10/1.pgm,1
            class11/0.pgm,class11/1.pgm,1
            class10/0.pgm,class11/0.pgm,0
            class10/0.pgm,gone.pgm,0
            class12/0.pgm,torn.pgm,0
            """.utf8
        ).write(to: URL(fileURLWithPath: list))
        try Data("P5 torn".utf8).write(to: URL(fileURLWithPath: run.data.root + "/torn.pgm"))
        let dataset = try ImageDataset.open(list)
        let embedded = try model.embed(dataset.catalog)
        let report = try RunEvaluation(model, seed: 1, resamples: 0).verification(of: dataset, embedded: embedded, named: "list")
        #expect(report.genuinePairs == 2 && report.impostorPairs == 1 && report.droppedPairs == 2)
        let files = ["class10/0.pgm", "class11/0.pgm"].map { run.data.root + "/" + $0 }
        let distance = try model.distance(model.embed(contentsOf: files[0]), model.embed(contentsOf: files[1]))
        #expect(abs(report.impostorDistance - distance) < 1e-5)
    }

    @Test func runsOfTheChallengeAreAnswered() throws {
        // Five classes, a training and a test image of each.
        var labels = ""
        for place in 0..<5 {
            for (part, image) in [("training", 0), ("test", 1)] {
                let target = folder.path("challenge/run01/\(part)")
                try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
                try FileManager.default.copyItem(
                    atPath: "\(run.data.root)/class\(10 + 2 * place)/\(image).pgm", toPath: "\(target)/\(place).pgm")
            }
            labels += "run01/test/\(place).pgm run01/training/\(place).pgm\n"
        }
        try Data(labels.utf8).write(to: URL(fileURLWithPath: folder.path("challenge/run01/class_labels.txt")))
        let runs = try OneShotRun.read(folder.path("challenge"))
        let report = try RunEvaluation(model, seed: 1).oneShot(runs)
        let challenge = folder.path("challenge/run01")
        let right = try (0..<5).count { query in
            let image = try model.embed(contentsOf: "\(challenge)/test/\(query).pgm")
            let distances = try (0..<5).map {
                try model.distance(image, model.embed(contentsOf: "\(challenge)/training/\($0).pgm"))
            }
            return (0..<5).allSatisfy { $0 == query || distances[query] < distances[$0] }
        }
        #expect(right > 0, "the test would hold for an evaluation that answers nothing")
        #expect(report.result.right == right && report.result.trials == 5)
        #expect(report.runs.map(\.way) == [5] && report.runs.map(\.name) == ["run01"])
    }

    @Test func episodesAndRetrievalAreOfTheTestClasses() throws {
        let evaluation = RunEvaluation(model, seed: 5, threads: 2)
        let oneShot = try evaluation.oneShot(of: embedded, way: nil, shots: 1, trials: 50, withinGroup: false)
        #expect(oneShot.way == 2 && oneShot.result.trials == 50)
        #expect(oneShot.result.low <= oneShot.result.accuracy && oneShot.result.accuracy <= oneShot.result.high)
        #expect(throws: MetricError.self) {
            try evaluation.oneShot(of: embedded, way: 3, shots: 1, trials: 50, withinGroup: false)
        }
        let retrieval = try evaluation.retrieval(of: embedded)
        #expect(retrieval.images == 12 && retrieval.queries == 12)
        #expect(retrieval.recall.map(\.k) == [1, 5, 10])
        let direct = try Retrieval(embeddings: embedded.embeddings, labels: embedded.labels, distance: .euclidean)
        #expect(retrieval.meanAveragePrecisionAtR == direct.meanAveragePrecisionAtR)
    }

    @Test func aDataSetThatIsGoneOrChangedGetsASentence() throws {
        try FileManager.default.removeItem(atPath: run.data.root + "/class10")
        let changed = #expect(throws: RunError.self) { try model.testImages() }
        #expect(changed?.description.contains("11 classes, not 12") == true)
        try FileManager.default.moveItem(atPath: run.data.root, toPath: folder.path("elsewhere"))
        let gone = #expect(throws: RunError.self) { try model.testImages() }
        #expect(gone?.isMissingInput == true)
    }

    @Test func theReportIsReadBack() throws {
        let evaluation = RunEvaluation(model, seed: 9, resamples: 20, threads: 1)
        var report = EvaluationReport(evaluation, seed: 9)
        report.verification = try evaluation.verification(of: embedded, named: "test")
        report.retrieval = try evaluation.retrieval(of: embedded)
        let read = try JSONDecoder().decode(EvaluationReport.self, from: Data(report.json().utf8))
        #expect(read.step == 20 && read.checkpoint == "last" && read.seed == 9)
        #expect(read.verification?.curve == report.verification?.curve)
        #expect(read.oneShot == nil)
    }
}
