import Foundation
import Training

/// Lines of `events.jsonl`, decoded.
enum EventLines {
    /// The events of whole lines, in order; a line that cannot be read is counted.
    static func decode(_ data: Data) -> (events: [Event], damagedLines: Int) {
        let decoder = EventLine.makeDecoder()
        let events = data.split(separator: EventLine.newline).map { line in
            line.withUnsafeBytes { EventLine.event(in: $0, decoder) }
        }
        return (events.compactMap { $0 }, events.count { $0 == nil })
    }
}
