import Foundation
import Networks
import TestSupport
import Testing

@testable import Engine

@Suite struct ConvolutionChoicesTests {
    @Test func aShapeIsMeasuredOnceAndKept() {
        let scratch = TemporaryFolder()
        let file = URL(fileURLWithPath: scratch.path("new/convolutions.json"))
        var measured = 0
        func choice(
            _ shape: String, of choices: ConvolutionChoices, _ found: ConvolutionChoices.Choice?
        ) -> ConvolutionChoices.Choice {
            choices.choice(for: shape) {
                measured += 1
                return found
            }
        }
        let first = ConvolutionChoices(file: file, machine: "a")
        #expect(choice("x", of: first, .winograd) == .winograd)
        #expect(choice("x", of: first, .direct) == .winograd)
        #expect(measured == 1)
        // Another process, on the same machine.
        let second = ConvolutionChoices(file: file, machine: "a")
        #expect(choice("x", of: second, .direct) == .winograd)
        #expect(measured == 1)
        // What was measured with another processor or library says nothing about this one.
        let other = ConvolutionChoices(file: file, machine: "b")
        #expect(choice("x", of: other, .direct) == .direct)
        #expect(measured == 2)
        // One does not wipe out what another has found meanwhile.
        #expect(choice("y", of: second, .direct) == .direct)
        let later = ConvolutionChoices(file: file, machine: "b")
        #expect(choice("x", of: later, nil) == .direct)
        #expect(measured == 3)
    }

    @Test(arguments: ["", "{", "[1]", #"{"a": {"x": "neither"}}"#, "\u{0}"])
    func aDamagedFileIsMeasuredAnew(text: String) throws {
        let scratch = TemporaryFolder()
        let file = URL(fileURLWithPath: scratch.path("convolutions.json"))
        try Data(text.utf8).write(to: file)
        #expect(ConvolutionChoices(file: file, machine: "a").choice(for: "x") { .winograd } == .winograd)
        #expect(ConvolutionChoices(file: file, machine: "a").choice(for: "x") { .direct } == .winograd)
    }

    @Test func whereNothingCanBeWrittenItIsMeasuredAnyway() {
        let file = URL(fileURLWithPath: "/proc/none/convolutions.json")
        #expect(ConvolutionChoices(file: file, machine: "a").choice(for: "x") { .winograd } == .winograd)
    }

    @Test func aFailureIsNotKept() {
        let choices = ConvolutionChoices(file: nil, machine: "a")
        #expect(choices.choice(for: "x") { nil } == .direct)
        #expect(choices.choice(for: "x") { .winograd } == .winograd)
    }

    /// Both ways are computed and one of them is named, with and without a gradient of the source.
    @Test(arguments: [Purpose.training, .inference], [true, false])
    func trialsAreMeasured(purpose: Purpose, needsSourceGradient: Bool) {
        let trial = ConvolutionTrial(
            convolution: Convolution(channels: 16, kernel: 3, padding: 1), input: .image(channels: 16, height: 12, width: 12),
            images: 4,
            purpose: purpose, needsSourceGradient: needsSourceGradient, threads: 1)
        #expect(trial.measure() != nil)
    }
}
