import Dashboard
import Dispatch
import Foundation
import Runs
import Synchronization

/// Reads other runs beside the screen's thread: how they stand, and the curves of those that are compared.
final class RunsWorker: Sendable {
    /// What was read, for the screen to take.
    struct News {
        var rows: [RunRow]?
        var unreadable: [String] = []
        var curves: [String: PastRun?] = [:]
    }

    private struct Curves {
        var run: PastRun
        var log: EventLog
    }

    /// Only the queue touches it.
    private struct Reading {
        var listing: RunListing?
        var curves: [String: Curves] = [:]
    }

    private struct State {
        var news: News?
        var isWorking = false
        var readAt = -Double.infinity
        var compared: [String] = []
    }

    private let root: String
    private let state = Mutex(State())
    private let reading = Mutex(Reading())
    private let queue = DispatchQueue(label: "runs", qos: .utility)

    private static let secondsBetweenReadings = 2.0

    /// - Parameter folder: one of the runs; the others lie beside it.
    init(besides folder: String) {
        let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        let relative = (folder as NSString).deletingLastPathComponent
        root = folder.hasPrefix("/") ? parent : relative.isEmpty ? "." : relative
    }

    /// Reads again where that is due, and at once where other runs are compared.
    func refresh(listing: Bool, compared: [String]) {
        guard listing || !compared.isEmpty else { return }
        let isDue = state.withLock { state in
            let isNew = state.compared != compared
            guard !state.isWorking, isNew || Clock.now - state.readAt >= Self.secondsBetweenReadings else { return false }
            state.isWorking = true
            state.compared = compared
            return true
        }
        guard isDue else { return }
        queue.async { self.read(listing: listing, compared: compared) }
    }

    /// What was read since the last call.
    func take() -> News? {
        state.withLock { state in
            defer { state.news = nil }
            return state.news
        }
    }

    private func read(listing: Bool, compared: [String]) {
        let news = readNow(listing: listing, compared: compared)
        state.withLock { state in
            state.news = news
            state.isWorking = false
            state.readAt = Clock.now
        }
    }

    /// Reads while the caller waits.
    func readNow(listing wantsListing: Bool, compared: [String]) -> News {
        var news = News()
        reading.withLock { reading in
            if wantsListing {
                var listing = reading.listing ?? RunListing(of: root)
                if reading.listing != nil { listing.update() }
                reading.listing = listing
                news.rows = listing.runs.map(RunRow.init)
                news.unreadable = listing.unreadable.map(\.reason)
            }
            reading.curves = reading.curves.filter { compared.contains($0.key) }
            for folder in compared { readCurves(of: folder, &reading, &news) }
        }
        return news
    }

    private func readCurves(of folder: String, _ reading: inout Reading, _ news: inout News) {
        do {
            var curves = try reading.curves[folder] ?? Curves(run: PastRun(folder: folder), log: RunReader(opening: folder).log)
            let isFirst = reading.curves[folder] == nil
            if try curves.log.beginsAnew() { curves.run = PastRun(folder: folder) }
            let before = curves.log.offset
            try curves.log.readNew { curves.run.apply($0) }
            guard isFirst || curves.log.offset > before else { return }
            reading.curves[folder] = curves
            news.curves[folder] = curves.run
        } catch {
            news.curves[folder] = .some(nil)
        }
    }
}
