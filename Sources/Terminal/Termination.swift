import CNCurses

/// Requests to end, as flags that a loop reads. Works with and without a screen, from any thread.
public enum Termination {
    /// From now on SIGINT, SIGTERM and SIGHUP only set their flags. A `Terminal` does this by itself.
    public static func install() { signals_catch_termination() }

    /// Whether SIGINT or SIGTERM came: save and stop in order.
    public static var requested: Bool { signals_raised(Int32(SIGNAL_TERMINATE)) != 0 }

    /// Whether SIGHUP came: the terminal is gone, but the work need not be.
    public static var hungUp: Bool { signals_raised(Int32(SIGNAL_HANG_UP)) != 0 }
}
