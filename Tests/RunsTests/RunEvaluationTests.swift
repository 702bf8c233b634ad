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
    private let images: EvaluationImages
    private let embedded: EmbeddedCatalog

    init() throws {
        run = try TinyRun(steps: 20, in: folder)
        model = try TrainedModel(opening: run.folder, checkpoint: .last, threads: 1)
        images = try EvaluationImages(heldOutBy: model.manifest, threads: 1)
        embedded = try model.embed(images.catalog)
    }

    @Test func theFiguresAreThoseOfTheDistances() throws {
        let report = try RunEvaluation(model, seed: 1, resamples: 0, threads: 1).verification(on: images, embedded: embedded)
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
        let all = EvaluationImages(try ImageDataset.open(run.data.root), named: "all")
        let embedded = try model.embed(all.catalog)
        let reports = try [UInt64(1), 1, 2].map {
            try RunEvaluation(model, seed: $0, resamples: 60, threads: 1).verification(on: all, embedded: embedded)
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
        let listed = EvaluationImages(try ImageDataset.open(list), named: "list")
        let embedded = try model.embed(listed.catalog)
        let report = try RunEvaluation(model, seed: 1, resamples: 0).verification(on: listed, embedded: embedded)
        #expect(!listed.knowsClasses)
        #expect(report.genuinePairs == 2 && report.impostorPairs == 1 && report.droppedPairs == 2)
        let files = ["class10/0.pgm", "class11/0.pgm"].map { run.data.root + "/" + $0 }
        let distance = try model.distance(model.embed(contentsOf: files[0]), model.embed(contentsOf: files[1]))
        #expect(abs(report.impostorDistance - distance) < 1e-5)
    }

    @Test func aLearnedSimilarityIsJudgedByItsLogits() throws {
        let other = TemporaryFolder()
        var network = TinyRun.network
        network.head = .similarity(units: 5)
        network.twins = .separate(right: nil)
        let learned = try TinyRun(
            steps: 10, in: other, options: TrainingOptions(loss: .crossEntropy(), threads: 1), network: network)
        let model = try TrainedModel(opening: learned.folder, threads: 1)
        let images = try EvaluationImages(heldOutBy: model.manifest)
        let embedded = try model.embed(images.catalog)
        #expect(embedded.embeddings != embedded.rightEmbeddings)
        let evaluation = RunEvaluation(model, seed: 1, resamples: 0, threads: 1)
        let retrieval = try evaluation.retrieval(of: embedded)
        let direct = try Retrieval(labels: embedded.labels) { query in
            try embedded.labels.indices.map {
                try model.distance(embedded.embeddings.row(query), embedded.rightEmbeddings.row($0))
            }
        }
        #expect(retrieval.meanAveragePrecisionAtR == direct.meanAveragePrecisionAtR)
        let pair = EveryPair(images.catalog)
        let report = try evaluation.verification(on: images, embedded: embedded)
        #expect(report.genuinePairs == pair.genuineCount && report.impostorPairs == pair.impostorCount)
    }

    @Test func aRunOfListedPairsIsJudgedByThoseItKeptBack() throws {
        let other = TemporaryFolder()
        let listed = try TinyRun(steps: 3, in: other) { root in
            let catalog = try ImageCatalog.scan(root)
            let list = root + "/made.csv"
            try PairListWriter(catalog, PairSelection(catalog, perClass: 6, seed: 1).pairs).writeTable(to: list)
            return try .open(list)
        }
        let model = try TrainedModel(opening: listed.folder, threads: 1)
        let images = try EvaluationImages(heldOutBy: model.manifest)
        #expect(!images.knowsClasses && images.pairs.count == model.manifest.description.testPairs.count)
        let report = try RunEvaluation(model, seed: 1, resamples: 0)
            .verification(on: images, embedded: model.embed(images.catalog))
        let metrics = try #require(listed.evaluations.last { $0.step == model.weights.step })
        let genuine = zip(metrics.testDistances, images.pairs).filter(\.1.same).map(\.0)
        #expect(report.genuinePairs == genuine.count)
        #expect(abs(report.genuineDistance - genuine.reduce(0, +) / Float(genuine.count)) < 1e-4)
    }

    @Test func withoutTestClassesThoseOfValidationServe() throws {
        let other = TemporaryFolder()
        var options = TrainingOptions(threads: 1)
        options.split.test = 0
        let run = try TinyRun(steps: 1, in: other, options: options)
        let manifest = try RunReader(opening: run.folder).manifest
        let images = try EvaluationImages(heldOutBy: manifest)
        #expect(images.name.contains("validation classes"))
        #expect(images.catalog.classes.count == manifest.split.validation.count)
    }

    @Test func imagesHeldOutOfEveryClassAreJudgedAlone() throws {
        let other = TemporaryFolder()
        var options = TrainingOptions(threads: 1)
        options.split.unit = .pairs
        let run = try TinyRun(steps: 5, in: other, options: options)
        let model = try TrainedModel(opening: run.folder, threads: 1)
        let manifest = model.manifest
        let heldOut = try #require(manifest.split.heldOutImages)
        let images = try EvaluationImages(heldOutBy: manifest)
        #expect(images.name == "the run's test images")
        #expect(images.catalog.classes.count == 12 && images.catalog.items.count == heldOut.test.count)
        let all = try ImageCatalog.scan(run.data.root)
        #expect(images.catalog.items.map(\.file) == heldOut.test.map { all.items[$0].file })
        let shown = Set(manifest.description.testPairs.flatMap { [$0.left.file, $0.right.file] })
        #expect(shown.isSubset(of: images.catalog.items.map(\.file)))
        #expect(manifest.description.dataset.split == "12 classes, the images of each divided")
        let report = try RunEvaluation(model, seed: 1, resamples: 0)
            .verification(on: images, embedded: model.embed(images.catalog))
        #expect(report.genuinePairs == 12 && report.impostorPairs == 24 * 23 / 2 - 12)
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
        let tested = try #require(model.manifest.data?.test.first?.name)
        try FileManager.default.removeItem(atPath: run.data.root + "/" + tested)
        let changed = #expect(throws: RunError.self) { try EvaluationImages(heldOutBy: model.manifest) }
        #expect(changed?.description.contains("the class \"\(tested)\" is missing") == true)
        try FileManager.default.moveItem(atPath: run.data.root, toPath: folder.path("elsewhere"))
        let gone = #expect(throws: RunError.self) { try EvaluationImages(heldOutBy: model.manifest) }
        #expect(gone?.isMissingInput == true)
    }

    @Test func theReportIsReadBack() throws {
        let evaluation = RunEvaluation(model, seed: 9, resamples: 20, threads: 1)
        var report = EvaluationReport(evaluation, seed: 9)
        report.verification = try evaluation.verification(on: images, embedded: embedded)
        report.retrieval = try evaluation.retrieval(of: embedded)
        let read = try JSONDecoder().decode(EvaluationReport.self, from: Data(report.json().utf8))
        #expect(read.step == 20 && read.checkpoint == "last" && read.seed == 9)
        #expect(read.verification?.curve == report.verification?.curve)
        #expect(read.oneShot == nil)
    }
}
