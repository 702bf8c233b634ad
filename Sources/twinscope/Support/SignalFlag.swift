import Dispatch
import Foundation
import Synchronization

/// Remembers that someone asked the program to end; the training loop then saves and stops in order.
enum SignalFlag {
    private static let raised = Atomic(false)

    static var isRaised: Bool { raised.load(ordering: .relaxed) }

    static func install() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in SignalFlag.raised.store(true, ordering: .relaxed) }
        }
        // The connection is gone: training goes on without a screen. Nobody reads the pipe: lines are dropped.
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
    }
}
