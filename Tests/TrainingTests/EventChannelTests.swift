import Dispatch
import Testing

@testable import Training

private func step(_ number: Int, loss: Float = 1) -> StepMetrics {
    StepMetrics(
        step: number, epoch: 1, elapsed: Double(number), loss: loss, learningRate: 0.001, margin: 1, gradientNorm: 1,
        genuineDistance: 0.5, impostorDistance: 0.7, activeFraction: 1, pairsPerSecond: 100, dataWait: 0)
}

private func checkpoint(_ number: Int) -> Event {
    .checkpoint(CheckpointRecord(step: number, elapsed: 0, kind: .last, file: "last"))
}

@Suite struct EventChannelTests {
    @Test func deliversInOrder() {
        let channel = EventChannel()
        channel.send(.step(step(1)))
        channel.send(checkpoint(1))
        channel.send(.step(step(2)))
        #expect(channel.receive() == [.step(step(1)), checkpoint(1), .step(step(2))])
        #expect(channel.receive().isEmpty)
    }

    @Test func staysBoundedAndKeepsExtremesWhenNobodyReads() {
        let channel = EventChannel(capacity: 64)
        let losses = (1...10_000).map { $0 == 5_003 ? Float(99) : 1 }
        for (index, loss) in losses.enumerated() { channel.send(.step(step(index + 1, loss: loss))) }

        let steps = channel.receive().compactMap { event in
            if case .step(let metrics) = event { metrics } else { nil }
        }
        #expect(steps.count <= 65)
        #expect(steps.map(\.count).reduce(0, +) == 10_000)
        #expect(steps.map(\.lossMaximum).max() == 99)
        #expect(steps.last?.step == 10_000)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.step < $1.step })
        let mean = steps.map { $0.loss * Float($0.count) }.reduce(0, +) / 10_000
        #expect(abs(mean - losses.reduce(0, +) / 10_000) < 1e-4)
    }

    @Test func neverLosesLifecycleEvents() {
        let channel = EventChannel(capacity: 8)
        for number in 1...1_000 {
            channel.send(.step(step(number)))
            if number % 10 == 0 { channel.send(checkpoint(number)) }
        }
        let checkpoints = channel.receive().filter { !$0.isStep }
        #expect(checkpoints == stride(from: 10, through: 1_000, by: 10).map(checkpoint))
    }

    @Test func closingEndsReceivingAfterWhatWaits() {
        let channel = EventChannel()
        channel.send(checkpoint(1))
        channel.close()
        channel.send(checkpoint(2))
        #expect(!channel.isFinished)
        #expect(channel.receive(timeout: 1) == [checkpoint(1)])
        #expect(channel.isFinished)
        #expect(channel.receive(timeout: 0.01).isEmpty)
    }

    @Test func wakesAWaitingReader() {
        let channel = EventChannel()
        DispatchQueue.global().async { channel.send(checkpoint(7)) }
        var received: [Event] = []
        while received.isEmpty { received = channel.receive(timeout: 5) }
        #expect(received == [checkpoint(7)])
    }

    @Test func commandsComeOutInOrderWithTheirIDs() {
        let queue = CommandQueue()
        let ids = [Command.pause, .set(.margin, 2), .resume].map { queue.send($0) }
        let entries = queue.drain()
        #expect(entries.map(\.id) == ids)
        #expect(entries.map(\.command) == [.pause, .set(.margin, 2), .resume])
        #expect(queue.drain().isEmpty)
        queue.send(.stop)
        queue.wait()
        #expect(queue.drain().map(\.command) == [.stop])
    }
}
