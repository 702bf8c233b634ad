import Foundation
import Training

/// One line of `events.jsonl`: an object whose only key is the kind of event, `{"step":{"_0":{...}}}`, with keys in alphabetical
/// order. Figures that are not finite are the words "inf", "-inf" and "nan", since JSON has none for them.
enum EventLine {
    /// Encodes events, each on a line that ends with a newline.
    static func lines(of events: [Event]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = floatEncoding
        var lines = Data()
        for event in events {
            lines.append(try encoder.encode(event))
            lines.append(newline)
        }
        return lines
    }

    /// The event of a line without its newline; `nil` where it is damaged, or of a kind that only a later version knows.
    static func event(in line: UnsafeRawBufferPointer, _ decoder: JSONDecoder) -> Event? {
        let event = StepLine.metrics(in: line).map(Event.step) ?? (try? decoder.decode(Event.self, from: Data(line)))
        return event?.isPlausible == true ? event : nil
    }

    static func makeDecoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }

    static let floatEncoding = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

    static let newline = UInt8(ascii: "\n")
}
