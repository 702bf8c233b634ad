import Foundation
import Runs

/// Finds the run that a person names.
enum RunArgument {
    static let usualFolder = "runs"

    /// Opens the run in a folder, or of a name in `runs`; without either, the latest there.
    static func open(_ name: String?) throws -> RunReader {
        let folder = try name.map(folder(named:)) ?? latest()
        do {
            return try RunReader(opening: folder)
        } catch let error as RunError {
            throw Failure(error.description, .badData)
        }
    }

    private static func folder(named name: String) throws -> String {
        let candidates = [name, usualFolder + "/" + name]
        if let found = candidates.first(where: holdsRun) { return found }
        let near = names(in: usualFolder).filter { $0.localizedCaseInsensitiveContains(name) }.prefix(3)
        let hint =
            near.isEmpty ? "give the folder that holds its run.json" : "perhaps \(near.joined(separator: ", "))"
        throw Failure("there is no run in \(name); \(hint)", .missingInput)
    }

    private static func latest() throws -> String {
        let folders = names(in: usualFolder).map { usualFolder + "/" + $0 }
        guard let latest = folders.max(by: { modified($0) < modified($1) }) else {
            throw Failure(
                "there is no run in the folder \(usualFolder); name one, or begin with `twinscope train`", .missingInput)
        }
        return latest
    }

    private static func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { holdsRun(folder + "/" + $0) }.sorted()
    }

    private static func holdsRun(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/run.json")
    }

    private static func modified(_ folder: String) -> Date {
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/events.jsonl")
        return attributes?[.modificationDate] as? Date ?? .distantPast
    }
}
