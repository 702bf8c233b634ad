import Foundation
import Training

/// Lines of `events.jsonl`, decoded.
enum EventLines {
    /// The events of whole lines, in order; a line that cannot be read is counted.
    static func decode(_ data: Data) -> (events: [Event], damagedLines: Int) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = EventFormat.floatDecoding
        let events = data.split(separator: UInt8(ascii: "\n")).map { try? decoder.decode(Event.self, from: Data($0)) }
        return (events.compactMap { $0 }, events.count { $0 == nil })
    }
}
