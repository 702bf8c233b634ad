import Dispatch

/// Seconds that only ever rise.
enum Clock {
    static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
}
