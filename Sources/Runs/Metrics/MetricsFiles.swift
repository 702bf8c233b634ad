import Foundation
import Training

/// The figures of a run for other programs, beside its events: `metrics.csv` and a file that TensorBoard opens.
final class MetricsFiles {
    private let table: AppendedFile
    private let board: AppendedFile
    private let records: TensorBoardRecords

    /// Begins both files anew: what they hold follows from the events, which `append` is then given from the first on.
    ///
    /// - Throws: `RunError` where they cannot be written.
    init(folder: String, startedAt: String) throws {
        records = TensorBoardRecords(startedAt: startedAt)
        table = try AppendedFile(folder + "/" + MetricsTable.fileName)
        board = try AppendedFile(folder + "/" + records.fileName)
        try table.cut(to: 0)
        try board.cut(to: 0)
        try table.append(MetricsTable.header)
        try board.append(records.header)
    }

    var fileNames: [String] { [MetricsTable.fileName, records.fileName] }

    /// Takes over what a run has left so far.
    func append(allOf log: EventLog) throws {
        var log = log
        var events: [Event] = []
        try log.readNew { event in
            events.append(event)
            guard events.count >= Self.eventsAtOnce else { return }
            try append(events)
            events.removeAll(keepingCapacity: true)
        }
        try append(events)
    }

    private static let eventsAtOnce = 1024

    func append(_ events: [Event]) throws {
        // Both are tried, whatever becomes of the first.
        let first = Result { try table.append(MetricsTable.rows(of: events)) }
        try board.append(records.records(of: events))
        try first.get()
    }
}
