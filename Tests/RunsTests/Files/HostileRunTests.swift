import Foundation
import TestSupport
import Testing
import Training

@testable import Runs

/// Runs that come from a stranger.
@Suite struct HostileRunTests {
    private let folder = TemporaryFolder()

    /// A megabyte of numbers under a hundred names would take a hundred.
    @Test func tensorsMayNotShareBytes() throws {
        let entries = (0..<2).map { #""a\#($0)":{"dtype":"F32","shape":[2],"data_offsets":[\#(4 * $0),\#(4 * $0 + 8)]}"# }
        let header = "{" + entries.joined(separator: ",") + "}"
        var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        data.append(Data(header.utf8) + Data(repeating: 0, count: 12))
        try data.write(to: URL(fileURLWithPath: folder.path("shared.safetensors")))
        #expect(throws: RunError.self) { try Safetensors.read(folder.path("shared.safetensors")) }
    }

    @Test func anEmptyTensorMayLieBeforeAnyOther() throws {
        let fields = (0..<8).map { #""e\#($0)":{"dtype":"F32","shape":[0],"data_offsets":[\#($0 / 4 * 4),\#($0 / 4 * 4)]}"# }
        let header = "{" + fields.joined(separator: ",") + #","a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        data.append(Data(header.utf8) + Data(repeating: 0, count: 4))
        try data.write(to: URL(fileURLWithPath: folder.path("empty.safetensors")))
        #expect(try Safetensors.read(folder.path("empty.safetensors")).parameters.count == 9)
    }

    @Test func aLineLongerThanAnyEventIsOneDamagedLine() throws {
        let event = Event.step(Examples.step(1))
        let good = try EventLine.lines(of: [event])
        let long = Data(repeating: UInt8(ascii: " "), count: EventLog.longestLine + (2 << 20))
        try (good + long).write(to: URL(fileURLWithPath: folder.path("events.jsonl")))
        var log = EventLog(folder: folder.root)
        var events: [Event] = []
        try log.readNew { events.append($0) }
        // It may still be going on.
        #expect(events == [event] && log.damagedLines == 0 && log.offset == good.count)
        try AppendedFile(folder.path("events.jsonl")).append(Data("\n".utf8) + good)
        try log.readNew { events.append($0) }
        #expect(events == [event, event] && log.damagedLines == 1)
        #expect(log.offset == 2 * good.count + long.count + 1)
    }

    @Test func nothingIsWrittenThroughALink() throws {
        let outside = folder.path("precious.txt")
        try "precious\n".write(toFile: outside, atomically: false, encoding: .utf8)
        for name in ["events.jsonl", "run.json.partial"] {
            try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: outside)
        }
        #expect(throws: RunError.self) { try AppendedFile(folder.path("events.jsonl")) }
        try AtomicFile.write(to: folder.path("run.json")) { try $0.write(contentsOf: Data("{}".utf8)) }
        #expect(try String(contentsOfFile: outside, encoding: .utf8) == "precious\n")
        #expect(try String(contentsOfFile: folder.path("run.json"), encoding: .utf8) == "{}")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"), "there is no /dev/zero here"))
    func devicesAndPipesAreNoFiles() throws {
        mkfifo(folder.path("pipe"), 0o600)
        for target in ["/dev/zero", folder.path("pipe"), folder.root] {
            let error = #expect(throws: RunError.self) { try RegularFile.contents(target, limit: 1 << 20) }
            #expect(error?.description.contains("is no file") == true)
        }
        #expect(try RegularFile.contents(folder.path("nothing"), limit: 1) == nil)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder.path("three")))
        #expect(try RegularFile.contents(folder.path("three"), limit: 3) == Data([1, 2, 3]))
        #expect(throws: RunError.self) { try RegularFile.contents(folder.path("three"), limit: 2) }
    }
}
