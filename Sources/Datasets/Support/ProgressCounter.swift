/// Counts what is done and tells about a hundred times of it: a screen need not hear of every file.
struct ProgressCounter {
    private let total: Int
    private let report: (@Sendable (Int, Int) -> Void)?
    private var done = 0

    init(total: Int, report: (@Sendable (Int, Int) -> Void)?) {
        self.total = total
        self.report = report
    }

    mutating func countOne() {
        done += 1
        if done == total || done % max(1, total / 100) == 0 { report?(done, total) }
    }
}
