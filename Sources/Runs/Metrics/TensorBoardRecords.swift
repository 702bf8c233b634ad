import Foundation
import Training

/// Events as TensorBoard reads them: records as TFRecord frames them (tensorflow.org, "TFRecord"), each with an `Event` message
/// (tensorflow/core/util/event.proto, summary.proto).
struct TensorBoardRecords {
    /// When the run began, in seconds since 1970: TensorBoard wants the time of day of every figure.
    private let start: Double

    init(startedAt: String) {
        start = (try? Date(startedAt, strategy: .iso8601))?.timeIntervalSince1970 ?? 0
    }

    /// The part that TensorBoard looks for in a name is `tfevents`.
    var fileName: String { "events.out.tfevents.\(Int(start)).twinscope" }

    /// What such a file begins with.
    var header: Data {
        var event = ProtobufMessage()
        event.append(unlessZero: 1, start)
        event.append(3, "brain.Event:2")
        return Self.record(event)
    }

    func records(of events: [Event]) -> Data {
        events.reduce(into: Data()) { records, event in
            switch event {
            case .step(let metrics): records.append(record(metrics.step, metrics.elapsed, Self.values(metrics)))
            case .evaluation(let metrics): records.append(record(metrics.step, metrics.elapsed, Self.values(metrics)))
            case .edit(let edit): records.append(record(edit.step, edit.elapsed, [Self.text("edits", edit.sentence)]))
            case .layers(let statistics): records.append(record(statistics.step, statistics.elapsed, Self.values(statistics)))
            default: break
            }
        }
    }

    private static func values(_ metrics: StepMetrics) -> [ProtobufMessage] {
        var values = [
            scalar("loss/training", metrics.loss),
            scalar("training/learning_rate", metrics.learningRate),
            scalar("training/gradient_norm", metrics.gradientNorm),
            scalar("training/active_fraction", metrics.activeFraction),
            scalar("training/genuine_distance", metrics.genuineDistance),
            scalar("training/impostor_distance", metrics.impostorDistance),
            scalar("speed/pairs_per_second", Float(metrics.pairsPerSecond)),
            scalar("speed/data_wait", Float(metrics.dataWait)),
        ]
        if let margin = metrics.margin { values.append(scalar("training/margin", margin)) }
        return values
    }

    private static func values(_ metrics: EvaluationMetrics) -> [ProtobufMessage] {
        [
            scalar("loss/validation", metrics.loss),
            scalar("validation/accuracy", metrics.accuracy),
            scalar("validation/equal_error_rate", metrics.equalErrorRate),
            scalar("validation/area_under_roc", metrics.areaUnderROC),
            scalar("validation/threshold", metrics.threshold),
            scalar("validation/genuine_distance", metrics.genuineDistance),
            scalar("validation/impostor_distance", metrics.impostorDistance),
        ]
            + [("test/accuracy", metrics.testAccuracy), ("validation/one_shot_accuracy", metrics.oneShotAccuracy)]
            .compactMap { name, value in value.map { scalar(name, $0) } }
    }

    private static func values(_ statistics: LayerStatistics) -> [ProtobufMessage] {
        statistics.layers.flatMap { layer in
            var values = [
                scalar("weight_norm/\(layer.name)", layer.weightNorm),
                scalar("gradient_norm/\(layer.name)", layer.gradientNorm),
                histogram("weights/\(layer.name)", layer.weights, norm: layer.weightNorm),
                histogram("gradients/\(layer.name)", layer.gradients, norm: layer.gradientNorm),
            ]
            if let ratio = layer.updateRatio { values.append(scalar("update_ratio/\(layer.name)", ratio)) }
            if let dead = layer.deadFraction { values.append(scalar("dead_units/\(layer.name)", dead)) }
            return values
        }
    }

    // MARK: Messages

    private static func scalar(_ tag: String, _ value: Float) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.append(1, tag)
        message.append(2, value)
        return message
    }

    /// A tensor with one string, for TensorBoard's text plugin.
    private static func text(_ tag: String, _ text: String) -> ProtobufMessage {
        let typeOfStrings = 7
        var message = ProtobufMessage()
        message.append(1, tag)
        message.append(8) { tensor in
            tensor.append(1, typeOfStrings)
            tensor.append(2) { shape in shape.append(2) { dimension in dimension.append(1, 1) } }
            tensor.append(8, text)
        }
        message.append(9) { metadata in metadata.append(1) { plugin in plugin.append(1, "text") } }
        return message
    }

    /// The sum, which a histogram does not know, is taken from the middles of its bins.
    private static func histogram(_ tag: String, _ histogram: ValueHistogram, norm: Float) -> ProtobufMessage {
        let (low, high) = (Double(histogram.minimum), Double(histogram.maximum))
        let width = (high - low) / Double(max(1, histogram.counts.count))
        let counts = histogram.counts.map(Double.init)
        let sum = counts.enumerated().reduce(0) { $0 + $1.element * (low + width * (Double($1.offset) + 0.5)) }
        var content = ProtobufMessage()
        content.append(unlessZero: 1, low)
        content.append(unlessZero: 2, high)
        content.append(unlessZero: 3, counts.reduce(0, +))
        content.append(unlessZero: 4, sum)
        content.append(unlessZero: 5, Double(norm) * Double(norm))
        content.append(6, packed: counts.indices.map { low + width * Double($0 + 1) })
        content.append(7, packed: counts)
        var message = ProtobufMessage()
        message.append(1, tag)
        message.append(5, content)
        return message
    }

    private func record(_ step: Int, _ elapsed: Double, _ values: [ProtobufMessage]) -> Data {
        var summary = ProtobufMessage()
        for value in values { summary.append(1, value) }
        var event = ProtobufMessage()
        event.append(unlessZero: 1, start + elapsed)
        event.append(unlessZero: 2, step)
        event.append(5, summary)
        return Self.record(event)
    }

    /// Length, its checksum, the message, its checksum; all little-endian.
    private static func record(_ message: ProtobufMessage) -> Data {
        let content = message.data
        let length = withUnsafeBytes(of: UInt64(message.byteCount).littleEndian) { Data($0) }
        return length + littleEndian(RecordChecksum.masked(length)) + content + littleEndian(RecordChecksum.masked(content))
    }

    private static func littleEndian(_ value: UInt32) -> Data { withUnsafeBytes(of: value.littleEndian) { Data($0) } }
}

extension ProtobufMessage {
    /// As version 3 of the language has it, in which a number that is zero is left out.
    fileprivate mutating func append(unlessZero number: Int, _ value: Double) {
        if value != 0 { append(number, value) }
    }

    fileprivate mutating func append(unlessZero number: Int, _ value: Int) {
        if value != 0 { append(number, value) }
    }
}
