import Dispatch

/// Adds up how long every step takes. Plans ask for it only while somebody measures.
final class Stopwatch {
    private var order: [ObjectIdentifier] = []
    private var times: [ObjectIdentifier: StepTime] = [:]

    var stepTimes: [StepTime] { order.compactMap { times[$0] } }

    func run(_ step: any Step, number: Int, isRefreshing: Bool) throws {
        let began = DispatchTime.now().uptimeNanoseconds
        try step.run(step: number)
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
        let key = ObjectIdentifier(step)
        if times[key] == nil {
            order.append(key)
            times[key] = StepTime(step, isRefreshing: isRefreshing)
        }
        times[key]?.seconds += seconds
        times[key]?.runs += 1
    }
}

extension StepTime {
    fileprivate init(_ step: any Step, isRefreshing: Bool) {
        let reported = step as? any ReportedStep
        let work: Work =
            switch reported?.work {
            case _ where isRefreshing: .refreshing
            case .forward: .forward
            case .backwardData: .backwardData
            case .backwardWeights: .backwardWeights
            case .carrying: .carrying
            case nil: .loop
            }
        self.init(
            layer: step.layer, work: work, implementation: reported?.implementation ?? "", bytes: step.bytes, seconds: 0, runs: 0)
    }
}

extension SiameseEngine {
    /// Times every step of the passes that `body` runs, in the order in which they first ran.
    public func timingSteps(_ body: () throws -> Void) rethrows -> [StepTime] {
        let stopwatch = Stopwatch()
        resources.context.stopwatch = stopwatch
        defer { resources.context.stopwatch = nil }
        try body()
        return stopwatch.stepTimes
    }
}
