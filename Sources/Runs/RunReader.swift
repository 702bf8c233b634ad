import Foundation
import Training

/// A run's folder, opened to look at: live, finished, or cut off in the middle of a line.
public struct RunReader: Sendable {
    public let folder: String
    public let manifest: RunManifest

    /// - Throws: `RunError` where the folder holds no run, or one of a later format.
    public init(opening folder: String) throws {
        self.folder = folder
        guard let json = FileManager.default.contents(atPath: folder + "/run.json") else {
            throw RunError("\(folder) holds no run: there is no run.json in it", isMissingInput: true)
        }
        do {
            manifest = try JSONDecoder().decode(RunManifest.self, from: json)
        } catch {
            throw RunError("\(folder)/run.json cannot be understood; it may be of another version of twinscope")
        }
        guard manifest.format <= RunManifest.currentFormat else {
            throw RunError("\(folder) was written by a later twinscope; use that one to open it")
        }
    }

    /// All events written so far, in order. A torn last line, as a crash leaves it, is left out; a damaged line within is counted.
    public func events() throws -> (events: [Event], damagedLines: Int) {
        guard let data = FileManager.default.contents(atPath: folder + "/events.jsonl") else {
            throw RunError("\(folder)/events.jsonl cannot be read")
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = EventFormat.floatDecoding
        let isWhole = data.last == UInt8(ascii: "\n")
        var lines = data.split(separator: UInt8(ascii: "\n"))
        if !isWhole, !lines.isEmpty { lines.removeLast() }
        let events = lines.map { try? decoder.decode(Event.self, from: Data($0)) }
        return (events.compactMap { $0 }, events.count { $0 == nil })
    }
}
