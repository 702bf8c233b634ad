import Datasets
import Foundation
import MetricLearning
import Networks
import TestSupport
import Testing
import Training

@testable import Runs

/// What is written to `run.json` and `events.jsonl` is what the schemas say (assets/schemas).
@Suite struct SchemaTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "assets/schemas")
    private static let run = "urn:twinscope:run:\(RunManifest.currentFormat)"
    private static let event = "urn:twinscope:events:\(RunManifest.currentFormat)"

    private let validator: SchemaValidator

    init() throws {
        validator = try SchemaValidator(["run", "events"].map { Self.folder.appending(path: "\($0).schema.json") })
    }

    private func json(_ data: some Sequence<UInt8>) throws -> Any { try JSONSerialization.jsonObject(with: Data(data)) }

    private func hold(_ events: [Event]) throws {
        for line in try EventLine.lines(of: events).split(separator: EventLine.newline) {
            #expect(validator.complaints(about: try json(line), by: Self.event) == [], "\(String(decoding: line, as: UTF8.self))")
        }
    }

    @Test(arguments: [ClassSplit.Unit.classes, .pairs]) func aRealRunIsAsTheSchemasSay(split: ClassSplit.Unit) throws {
        let scratch = TemporaryFolder()
        var options = TrainingOptions(threads: 1)
        options.split.unit = split
        let run = try TinyRun(steps: 10, in: scratch, options: options)
        let manifest = try json(Data(contentsOf: URL(filePath: run.folder + "/run.json")))
        #expect(validator.complaints(about: manifest, by: Self.run) == [])
        let lines = try Data(contentsOf: URL(filePath: run.folder + "/events.jsonl")).split(separator: EventLine.newline)
        #expect(lines.count > 10)
        var kinds: Set<String> = []
        for line in lines {
            let event = try json(line)
            kinds.formUnion((event as? [String: Any] ?? [:]).keys)
            #expect(validator.complaints(about: event, by: Self.event) == [])
        }
        #expect(
            kinds.isSuperset(of: [
                "started", "step", "evaluation", "embeddings", "layers", "layerCosts", "state", "checkpoint", "finished",
            ]))
    }

    @Test func everyChoiceOfOptionsIsDescribed() throws {
        let optimizers: [OptimizerSpec] = [.sgdDefault, .adamDefault, .adamWDefault, .rmsPropDefault]
        let losses: [LossSpec] =
            [
                .contrastive(margin: 1), .crossEntropy(), .supervisedContrastive(), .multiSimilarity(miningMargin: 0.1),
                .cosineEmbedding(),
            ] + TripletMining.allCases.map { .triplet(margin: 1, mining: $0) }
        var all: [TrainingOptions] = losses.map { TrainingOptions(loss: $0, threads: 1) }
        func vary(_ change: (inout TrainingOptions) -> Void) {
            var options = TrainingOptions(threads: 1)
            change(&options)
            all.append(options)
        }
        for optimizer in optimizers { vary { $0.optimizer = optimizer } }
        for schedule in Schedule.usual { vary { $0.schedule = schedule } }
        for sampling in [Sampling.triplets(count: 2), .classes(count: 2, images: 3), .classes(count: 2, images: 3, groups: 1)] {
            vary { $0.sampling = sampling }
        }
        for unit in ClassSplit.Unit.allCases { vary { $0.split.unit = unit } }
        for duration in [TrainingOptions.Duration.epochs(2), .steps(3), .minutes(0.5)] { vary { $0.duration = duration } }
        for criterion in Criterion.allCases { vary { $0.criterion = criterion } }
        for precision in Precision.allCases { vary { $0.precision = precision } }
        vary {
            ($0.gradientClip, $0.averageDecay, $0.evaluationInterval, $0.earlyStopping) = (1, 0.9, 5, 3)
            $0.learningRateFactors = ["conv1": 0]
            $0.batchStatistics = .branchwise
            ($0.threadPlan, $0.adaptsThreads) = (ThreadPlan(first: 2, changes: [.init(step: 3, threads: 1)]), true)
            $0.split = SplitOptions(unit: .groups, lists: SplitLists(validation: ["a"], test: ["b"]))
        }
        try hold(all.map { .started(description(options: $0)) })
    }

    @Test func everyNetworkIsDescribed() throws {
        let layers: [Layer] = [
            .convolution(4, kernel: 3), .batchNorm(), .leakyReLU(), .sigmoid, .tanh, .maxPool(2), .averagePool(2, stride: 1),
            .adaptiveAveragePool(2), .reflectionPad(1), .dropout(0.5), .flatten, .linear(3), .l2Normalize, .softmax,
        ]
        var odd = NetworkSpec(name: "odd", input: .image(channels: 1, height: 30, width: 20), layers: layers)
        odd.twins = .separate(right: layers)
        odd.head = .similarity(difference: .signed, layers: [.linear(1)])
        try hold((Preset.all.map { $0.spec() } + [odd]).map { .started(description(network: $0)) })
    }

    private func description(
        network: NetworkSpec = TinyRun.network, options: TrainingOptions = TrainingOptions(threads: 1)
    ) -> RunDescription {
        let summary = DatasetSummary(
            path: "p", images: 1, classes: 1, trainingClasses: 1, validationClasses: 0, testClasses: 0, brokenFiles: 0)
        var description = RunDescription(
            name: "n", startedAt: "2026-01-01T00:00:00Z", network: network, options: options, dataset: summary, stepsPerEpoch: 1,
            totalSteps: nil, totalSeconds: 1.5, testPairs: [])
        description.pretrained = "w.pth"
        return description
    }

    @Test func everyKindOfEventIsDescribed() throws {
        let commands: [Command] =
            [.pause, .resume, .step, .stop, .abandon, .evaluate, .saveCheckpoint]
            + Setting.allCases.map { .set($0, 1.5) } + Schedule.usual.map { .setSchedule($0) }
            + TripletMining.allCases.map { .setMining($0) }
        let answers = commands.enumerated().map { Event.acknowledged(.init(id: $0, step: 1, command: $1, refusal: "no")) }
        let notices = Notice.Topic.allCases.map {
            Event.notice(Notice(step: 1, elapsed: 0.5, severity: .warning, message: "m", advice: "a", topic: $0))
        }
        let states = ["preparing", "training", "evaluating", "paused", "stopping", "finished", "failed"]
            .compactMap(RunState.init).map { Event.state(StateChange(step: 0, elapsed: 0, state: $0)) }
        let rest: [Event] = [
            .layerCosts(LayerCosts(step: 3, elapsed: 1, layers: [LayerCost(name: "conv1", seconds: 0.1)])),
            .edit(Edit(step: 3, elapsed: 1, setting: .margin, old: 1, new: .infinity)),
            .threads(ThreadChange(step: 3, elapsed: 1, old: 2, new: 1, reason: "r")),
            .checkpoint(CheckpointRecord(step: 3, elapsed: 1, kind: .last, file: "f")),
            .finished(RunOutcome(step: 3, elapsed: 1, reason: .failed, message: "m")),
            .step(
                StepMetrics(
                    step: 2, epoch: 1, elapsed: 1, loss: .nan, learningRate: 0.1, margin: nil, gradientNorm: .infinity,
                    genuineDistance: -.infinity, impostorDistance: 2, activeFraction: 1, pairsPerSecond: 3, dataWait: 0)),
        ]
        try hold(answers + notices + states + rest)
    }

    @Test(arguments: [
        #"{"step": {"_0": {"step": 1}}}"#,
        #"{"edit": {"_0": {"step": 1, "elapsed": 0, "setting": "speed", "old": 1, "new": 2}}}"#,
        #"{"edit": {"_0": {"step": "1", "elapsed": 0, "setting": "margin", "old": 1, "new": 2}}}"#,
        #"{"edit": {"_0": {"step": 1, "elapsed": 0, "setting": "margin", "old": "big", "new": 2}}}"#, "{}", #"{"finish": {}}"#,
        #"{"state": {"_0": {"step": -1, "elapsed": 0, "state": "paused"}}}"#,
        #"{"state": {"_0": {"step": 1, "elapsed": 0, "state": "paused", "more": 1}}}"#,
    ])
    func whatIsWrongIsFound(line: String) throws {
        #expect(!validator.complaints(about: try json(line.utf8), by: Self.event).isEmpty)
    }
}
