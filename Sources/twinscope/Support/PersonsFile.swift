import Foundation
import Runs

/// Small files that a person wrote.
enum PersonsFile {
    private static let longest = 16 << 20

    /// - Parameter otherwise: what to give instead, where it cannot be read.
    /// - Throws: `Failure`, one sentence.
    static func contents(_ path: String, otherwise: String) throws -> Data {
        do {
            if let data = try RegularFile.contents(path, limit: longest) { return data }
        } catch let error as RunError {
            throw Failure(error.description, .badData)
        }
        throw Failure("\(path) cannot be read; \(otherwise)", .missingInput)
    }
}
