import Networks
import Runs

/// A run that no screen steers any more: what can be done about it from here.
enum UnattendedRun {
    /// Of one whose training goes on in another process.
    static func remedy(process: Int) -> String {
        "kill -TERM \(process) saves and ends it, then R resumes it"
    }

    /// What the line above the footer says of a read-only run while nothing else is to be said.
    static func hint(_ state: DashboardState) -> String? {
        guard !state.isLive, let folder = state.folder else { return nil }
        let resuming = "twinscope resume \(ShellWord.quoted(folder))"
        if state.standing.isActive {
            return state.unattendedProcess.map {
                "trains without a screen: kill -TERM \($0) saves and ends it, then \(resuming)"
            }
        }
        guard state.standing != .completed, state.latestCheckpointStep != nil else { return nil }
        return "\(resuming) continues it"
    }
}
