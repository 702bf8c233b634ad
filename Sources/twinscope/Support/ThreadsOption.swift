import ArgumentParser
import Training

/// `--threads` of a training: a number, or who takes which steps.
enum ThreadsOption {
    @Sendable
    static func plan(_ text: String) throws -> ThreadPlan {
        guard let plan = ThreadPlan(parsing: text) else {
            throw ValidationError(
                "--threads \(text) must be a whole number from 1 to 1024, or such numbers with ascending steps, as in 2,1@340,2@900."
            )
        }
        return plan
    }
}
