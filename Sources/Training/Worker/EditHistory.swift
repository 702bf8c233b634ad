/// The edits of a run that can be taken back, the latest last. It is part of a checkpoint, so that taking back goes on after a resume
/// where it was.
struct EditHistory: Codable, Sendable, Equatable {
    struct Entry: Codable, Sendable, Equatable {
        let id: Int
        let changes: [Change]
        /// As they were before, where the edit changed the learning rate or its schedule.
        var course: RateCourse?
        var plateau: Plateau?

        var changesSchedule: Bool {
            changes.contains { if case .schedule = $0 { true } else { false } }
        }
    }

    private(set) var entries: [Entry] = []
    private var nextID = 1

    /// More than anybody takes back; the oldest are forgotten.
    private static let most = 1000

    /// - Returns: by which the edit is named from now on.
    mutating func append(_ changes: [Change], course: RateCourse, plateau: Plateau) -> Int {
        defer { nextID += 1 }
        let changesRate = changes.contains { change in
            switch change {
            case .setting(.learningRate, _, _), .schedule: true
            default: false
            }
        }
        entries.append(
            Entry(id: nextID, changes: changes, course: changesRate ? course : nil, plateau: changesRate ? plateau : nil))
        if entries.count > Self.most { entries.removeFirst() }
        return nextID
    }

    mutating func popLast() -> Entry? { entries.popLast() }

    /// What would be put back goes on over a new length as what is in effect does.
    mutating func stretch(at place: RunPlace, from old: RunLength, to new: RunLength) {
        for index in entries.indices { entries[index].course?.stretch(at: place, from: old, to: new) }
    }
}
