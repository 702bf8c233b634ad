import Foundation
import Testing
import Training

@testable import Runs

@Suite struct TensorBoardRecordsTests {
    /// The fixture is written by TensorBoard's own code, see `Tests/Fixtures/tensorboard_records.py`.
    @Test func isWhatTensorBoardWrites() throws {
        let records = TensorBoardRecords(startedAt: "2026-01-02T03:04:05Z")
        var evaluation = Examples.evaluation(0)
        evaluation.elapsed = 0.5
        var step = Examples.step(300, loss: 0.25)
        step.elapsed = 1.5
        step.gradientNorm = 0
        let ends = [2] + Array(repeating: 0, count: 30) + [1]
        let conv1 = LayerFigures(
            name: "conv1", weightNorm: 2, gradientNorm: 0, updateRatio: 0.001, deadFraction: 0.25,
            weights: ValueHistogram(minimum: -1, maximum: 1, counts: ends), gradients: ValueHistogram([0, 0, 0, 0]))
        let events: [Event] = [
            .started(Examples.description()), .evaluation(evaluation), .step(step),
            .layers(LayerStatistics(step: 300, elapsed: 2.5, layers: [conv1])),
        ]
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/data/tensorboard.tfevents")
        #expect(records.header + records.records(of: events) == (try Data(contentsOf: fixture)))
        #expect(records.fileName.contains("tfevents"))
    }

    /// As `tf.summary.text` writes it: a tensor of one string, and the name of the plugin that shows it.
    @Test func editsAreTexts() throws {
        let edit = Edit(step: 7, elapsed: 1, changes: [.setting(.margin, old: 1, new: 1.5)], id: 1)
        let record = TensorBoardRecords(startedAt: "2026-01-02T03:04:05Z").records(of: [.edit(edit)])
        let tensor: [UInt8] =
            [0x08, 7, 0x12, 4, 0x12, 2, 0x08, 1, 0x42, UInt8(edit.sentence.utf8.count)] + Array(edit.sentence.utf8)
        let metadata: [UInt8] = [0x0A, 6, 0x0A, 4] + Array("text".utf8)
        let value: [UInt8] =
            [0x0A, 5] + Array("edits".utf8) + [0x42, UInt8(tensor.count)] + tensor + [0x4A, UInt8(metadata.count)] + metadata
        #expect(record.range(of: Data(value)) != nil)
    }

    /// RFC 3720, appendix B.4.
    @Test func theChecksumIsTheOneOfTheStandard() {
        #expect(RecordChecksum.crc32c(Array(repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(RecordChecksum.crc32c(Array(repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(RecordChecksum.crc32c(0..<32) == 0x46DD_794E)
        #expect(RecordChecksum.crc32c([]) == 0)
    }
}
