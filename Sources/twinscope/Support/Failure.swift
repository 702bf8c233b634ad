import Datasets
import Engine
import Interchange
import MetricLearning
import Networks
import Runs
import Training

/// Why the program ends without having done its work: one sentence, and a code as `sysexits.h` has them.
struct Failure: Error {
    enum Code: Int32 {
        /// Of `compare` alone, beside 0 for the same and 1 for different.
        case noAnswer = 2
        case usage = 64
        case badData = 65
        case missingInput = 66
        case unavailable = 69
        case software = 70
        case cannotCreate = 73
        case inputOutput = 74
        case badConfiguration = 78
    }

    let message: String
    let code: Code
    /// Of a training: whether it ended before its first step, so that nothing is left of it and the answers of a form are not spent.
    var leavesNothing = false

    init(_ message: String, _ code: Code) {
        self.message = message
        self.code = code
    }

    /// Runs `body` and gives what it throws the code that fits where it came from.
    ///
    /// - Parameter runError: the code where a run is the trouble: it cannot be written, or for a command that only reads it is unusable.
    static func reporting<Result>(runError: Code = .cannotCreate, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatasetError {
            throw Failure(error.description, error.isMissingInput ? .missingInput : .badData)
        } catch let error as NetworkError {
            throw Failure(error.description, .badConfiguration)
        } catch let error as TrainingError {
            throw Failure(error.description, .badConfiguration)
        } catch let error as RunError {
            throw Failure(error.description, error.isMissingInput ? .missingInput : runError)
        } catch let error as InterchangeError {
            throw Failure(error.description, .badData)
        } catch let error as MetricError {
            throw Failure(error.description, .badData)
        } catch let error as EngineError {
            throw Failure(error.description, .software)
        }
    }
}
