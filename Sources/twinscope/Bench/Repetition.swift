import Dispatch

/// Seconds that something took.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let began = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
}

/// Runs `body` for about this long, at least `minimum` times, after `warmUp` times that do not count.
func repeated(for duration: Double, warmUp: Int = 2, minimum: Int = 3, _ body: (Int) throws -> Void) rethrows {
    for index in 0..<warmUp { try body(index) }
    var spent = 0.0
    var runs = 0
    while spent < duration || runs < minimum {
        spent += try seconds { try body(warmUp + runs) }
        runs += 1
    }
}

extension [Double] {
    /// The middle one, so that a few disturbed runs do not count; zero where there are none.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2
    }
}
