import Foundation
import Testing
import Training

@testable import Runs

@Suite struct StepLineTests {
    private func line(_ event: Event) throws -> Data { try EventLine.lines(of: [event]).dropLast() }

    @Test(arguments: [1, 7, 999_999, 123_456_789])
    func readsWhatTheEncoderWrites(_ number: Int) throws {
        var metrics = Examples.step(number)
        metrics.count = 3
        metrics.lossMinimum = 1e-9
        let read = try line(.step(metrics)).withUnsafeBytes(StepLine.metrics)
        #expect(read == metrics)
        metrics.margin = nil
        #expect(try line(.step(metrics)).withUnsafeBytes(StepLine.metrics) == metrics)
    }

    /// Whoever adds a figure to the step adds it to the fast reader too, or reading becomes a hundred times slower.
    @Test func knowsEveryField() throws {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Examples.step(3))) as? [String: Any]
        let fields = Mirror(reflecting: Examples.step(3)).children.count
        #expect(object?.count == fields, "the example must fill every field")
        #expect(try line(.step(Examples.step(3))).withUnsafeBytes(StepLine.metrics) != nil)
    }

    @Test func whatIsOutOfOrderOrUnusualStillReads() throws {
        var metrics = Examples.step(5)
        metrics.lossMaximum = .infinity
        let unusual = try line(.step(metrics))
        #expect(unusual.withUnsafeBytes(StepLine.metrics) == nil)
        #expect(unusual.withUnsafeBytes { EventLine.event(in: $0, EventLine.makeDecoder()) } == .step(metrics))
    }

    @Test func everyDamageIsNoticed() throws {
        let whole = try line(.step(Examples.step(5)))
        for length in 0..<whole.count {
            #expect(whole.prefix(length).withUnsafeBytes(StepLine.metrics) == nil)
        }
        let text = String(decoding: whole, as: UTF8.self)
        for damaged in [
            text + " ", text.replacingOccurrences(of: #""count":1,"#, with: ""),
            text.replacingOccurrences(of: #""count":1,"#, with: #""count":1,"count":1,"#),
            text.replacingOccurrences(of: #""count":1"#, with: #""count":1.5"#),
            text.replacingOccurrences(of: #""count":1"#, with: #""counts":1"#),
        ] {
            #expect(damaged != text)
            #expect(Data(damaged.utf8).withUnsafeBytes(StepLine.metrics) == nil)
        }
    }
}
