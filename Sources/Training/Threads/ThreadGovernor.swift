/// Decides how many threads take the next steps, where nobody has fixed their number.
///
/// A team of threads is as fast as the one of them that has to wait for a processor: beside other busy programs fewer threads may be
/// many times faster. How long steps take says whether it matters; how long the team's threads waited for a processor, though they had
/// work, says whether others are the reason. Then fewer threads are tried for a moment, and what is faster is kept. More are tried
/// again when the waiting is over, and now and then in any case, the more seldom the more often it was in vain.
///
/// Knows no clock and no thread: what it is told decides what it says.
struct ThreadGovernor {
    /// What it wants changed, and why, for a person.
    struct Change: Equatable {
        let threads: Int
        let reason: String
        /// Whether it stays so, as far as is known; a person need not be told of attempts.
        let isSettled: Bool
    }

    let most: Int
    private(set) var threads: Int
    private var window = Window()
    private var trial: Trial?
    /// The shortest mean of a window, by the number of threads: what a step takes when nobody disturbs it.
    private var undisturbed: [Int: Double] = [:]
    /// Seconds of steps so far; waiting times count in these.
    private var now = 0.0
    private var fewer = Pause(shortest: 2)
    private var more = Pause(shortest: 4)
    /// The number of threads that was last told to a person.
    private var told: Int

    /// Steps that are looked at together.
    private struct Window {
        var steps = 0
        var seconds = 0.0
        var mean: Double { seconds / Double(max(1, steps)) }
    }

    private struct Trial {
        let origin: Int
        /// Mean of a step before.
        let before: Double
        /// The first step with another number of threads finds cold caches.
        var hasWarmedUp = false
    }

    /// How long to wait before something is tried again.
    private struct Pause {
        let shortest: Double
        var length: Double
        var since = 0.0
        var until = 0.0

        init(shortest: Double) {
            self.shortest = shortest
            length = shortest
        }

        mutating func fail(at now: Double) {
            (since, until) = (now, now + length)
            length = min(ThreadGovernor.longestPause, 2 * length)
        }

        mutating func succeed(at now: Double) {
            length = shortest
            (since, until) = (now, now + length)
        }

        /// - Parameter limit: the most that it lasts.
        func isOver(at now: Double, limit: Double) -> Bool { now >= min(until, since + limit) }
    }

    private static let longestPause = 120.0
    /// The most where more threads would hardly wait.
    private static let calmPause = 30.0
    /// A window ends after so many steps and seconds, whichever is later.
    private static let windowSteps = 5
    private static let windowSeconds = 0.3
    /// Or after fewer steps, where they take long.
    private static let fewestSteps = 2
    private static let longSeconds = 1.5
    /// How many times longer than undisturbed a step must take before anything is tried.
    private static let slow = 1.3
    /// Waiting, in threads, that says that others want the processors; and below which nobody does.
    private static let busy = 0.3
    private static let calm = 0.1
    /// Fewer threads are kept though they are a little slower: they leave others their share, and steps take more even times.
    private static let tolerance = 1.25

    init(most: Int, threads: Int? = nil) {
        self.most = max(1, most)
        self.threads = min(max(1, threads ?? most), self.most)
        told = self.threads
    }

    /// Takes in a step.
    ///
    /// - Parameter seconds: that it took, without waiting for images.
    /// - Returns: whether enough steps were seen to decide.
    mutating func observe(seconds: Double) -> Bool {
        guard most > 1, seconds.isFinite, seconds >= 0 else { return false }
        now += seconds
        if trial?.hasWarmedUp == false {
            trial?.hasWarmedUp = true
            // Far too slow is far too slow, also for a first step.
            guard let trial, seconds > 10 * trial.before else { return false }
        }
        window.steps += 1
        window.seconds += seconds
        if let trial, window.seconds > 10 * trial.before, window.seconds > Self.windowSeconds { return true }
        return window.steps >= Self.windowSteps && window.seconds >= Self.windowSeconds
            || window.steps >= Self.fewestSteps && window.seconds >= Self.longSeconds
    }

    /// Decides after a window of steps.
    ///
    /// - Parameter waiting: for how much of the window the team's threads waited for a processor: the sum over all of them, as a share
    ///   of the time that passed, 0 to the number of threads; `nil` where the system does not say.
    mutating func decide(waiting: Double?) -> Change? {
        let mean = window.mean
        defer { window = Window() }
        undisturbed[threads] = min(undisturbed[threads] ?? mean, mean)
        if let trial {
            self.trial = nil
            return threads < trial.origin ? judgeFewer(trial, mean) : judgeMore(trial, mean, waiting)
        }
        let isSlow = mean > Self.slow * (undisturbed[threads] ?? mean)
        // At the start nobody knows what is slow: then only threads that wait much tell of others.
        let isFirst = undisturbed[threads] == mean
        if threads > 1, now >= fewer.until, let waiting, waiting >= Self.busy, isSlow || isFirst {
            return attempt(
                max(1, min(threads - 1, Int(Double(threads) - waiting))), mean, "the processors are shared with other programs")
        }
        if threads < most {
            // In the thick of it one look costs many steps, and is taken only after the longest pause; where nobody waits it costs little.
            let load = (waiting ?? .infinity) / Double(threads)
            let isTime =
                load < Self.calm
                ? more.isOver(at: now, limit: Self.calmPause)
                : now >= more.until + (load < Self.busy ? 0 : Self.longestPause)
            if isTime {
                return attempt(min(most, 2 * threads), mean, "other programs may have left the processors")
            }
        }
        return nil
    }

    private mutating func attempt(_ count: Int, _ mean: Double, _ reason: String) -> Change {
        trial = Trial(origin: threads, before: mean)
        threads = count
        return Change(threads: count, reason: reason, isSettled: false)
    }

    private mutating func judgeFewer(_ trial: Trial, _ mean: Double) -> Change? {
        guard mean < Self.tolerance * trial.before else {
            fewer.fail(at: now)
            return goBack(trial)
        }
        fewer.until = now
        more.succeed(at: now)
        return settle("a step takes \(Self.text(mean)) instead of \(Self.text(trial.before)) beside other busy programs")
    }

    private mutating func judgeMore(_ trial: Trial, _ mean: Double, _ waiting: Double?) -> Change? {
        let isCalm = waiting.map { $0 < Self.calm * Double(threads) } ?? false
        guard mean < trial.before / (isCalm ? 1.02 : Self.tolerance) else {
            more.fail(at: now)
            return goBack(trial)
        }
        more.until = now
        fewer.succeed(at: now)
        return settle("a step takes \(Self.text(mean)) instead of \(Self.text(trial.before))")
    }

    private mutating func goBack(_ trial: Trial) -> Change {
        threads = trial.origin
        return Change(threads: threads, reason: "that was no faster", isSettled: false)
    }

    /// The engine goes on as it is; a person is told, once for each number of threads.
    private mutating func settle(_ reason: String) -> Change? {
        guard threads != told else { return nil }
        told = threads
        return Change(threads: threads, reason: reason, isSettled: true)
    }

    private static func text(_ seconds: Double) -> String {
        let milliseconds = seconds * 1000
        return milliseconds < 10 ? "\((milliseconds * 10).rounded() / 10) ms" : "\(Int(min(milliseconds, 1e12).rounded())) ms"
    }
}
