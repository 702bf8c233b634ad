import Networks
import Runs

/// A run that no screen steers any more: what can be done about it from here.
enum UnattendedRun {
    /// Of one whose training goes on in another process.
    static func remedy(process: Int) -> String {
        "kill -TERM \(process) saves and ends it, then R resumes it"
    }

    /// What the line above the footer says of a read-only run while nothing else is to be said.
    ///
    /// - Parameter columns: where they are few, the folder is left out, which the person has named.
    static func hint(_ state: DashboardState, columns: Int) -> String? {
        let whole = sentence(state, resuming: "twinscope resume \(ShellWord.quoted(state.folder ?? ""))")
        return whole.map { $0.count <= columns } == false ? sentence(state, resuming: "twinscope resume") : whole
    }

    private static func sentence(_ state: DashboardState, resuming: String) -> String? {
        guard !state.isLive, state.folder != nil else { return nil }
        if state.standing.isActive {
            return state.unattendedProcess.map {
                "no screen: kill -TERM \($0) saves and ends it, then \(resuming)"
            }
        }
        guard state.standing != .completed, state.latestCheckpointStep != nil else { return nil }
        return "\(resuming) continues it"
    }
}
