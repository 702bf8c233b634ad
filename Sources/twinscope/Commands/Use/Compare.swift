import ArgumentParser
import Datasets
import Foundation
import MetricLearning
import Runs

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says whether two images show the same.",
        discussion: """
            Exits with 0 for the same, 1 for different, 2 where that cannot be told (64 for a wrong option). The threshold was \
            chosen on the run's validation pairs, and the similarity, from 0 to 1, was fitted on them.
            """)

    @OptionGroup var model: ModelOptions
    @Argument(help: "An image.") var left: String
    @Argument(help: "Another image.") var right: String
    @OptionGroup var own: ThresholdOption
    @Flag(help: "Print JSON instead of a line.") var json = false

    func run() throws {
        let same: Bool
        do {
            same = try Failure.reporting { try compare() }
        } catch let failure as Failure {
            throw Failure(failure.message, .noAnswer)
        }
        if !same { throw ExitCode(1) }
    }

    private func compare() throws -> Bool {
        let images = try [left, right].map(ImageDecoder.decode(contentsOf:))
        let model = try model.open()
        let verdict = try model.compare(
            model.embed([images[0]], side: .left).row(0), model.embed([images[1]], side: .right).row(0),
            threshold: own.threshold)
        let trained = model.trainedImages(among: [left, right])
        if json {
            try Output.json(Answer(left: left, right: right, verdict, trained))
        } else {
            if Output.isTerminal { Output.verbatim(TextCanvas.ofTerminal.draw(try ContactSheet.compose([images], cell: 32))) }
            let known = Set([left, right]).intersection(trained).sorted().joined(separator: " and ")
            Output.line(verdict.sentence + (known.isEmpty ? "" : "; the run was trained on \(known)"))
        }
        return verdict.same
    }

    private struct Answer: Encodable {
        let left: String
        let right: String
        let same: Bool
        let distance: Float
        let threshold: Float
        @Nullable var similarity: Double?
        /// Of the two, those that the run was trained on.
        let trainedOn: [String]

        init(left: String, right: String, _ verdict: Verdict, _ trained: Set<String>) {
            self.left = left
            self.right = right
            same = verdict.same
            distance = verdict.distance
            threshold = verdict.threshold
            similarity = verdict.confidence
            trainedOn = [left, right].filter(trained.contains)
        }
    }
}

extension Verdict {
    fileprivate var sentence: String {
        let similarity = confidence.map { String(format: ", similarity %.3f", $0) } ?? ""
        let (distance, threshold) = texts
        return
            "\(same ? "same" : "different"): distance \(distance) is \(same ? "below" : "not below") the threshold \(threshold)"
            + similarity
    }

    /// Both with four decimals, or in full where those would not show which is smaller.
    private var texts: (distance: String, threshold: String) {
        let short = [distance, threshold].map { String(format: "%.4f", $0) }
        let isTold = Float(short[0]).flatMap { one in Float(short[1]).map { AcceptanceRule.accepts(one, at: $0) } } == same
        return isTold && (short[0] != short[1] || distance == threshold) ? (short[0], short[1]) : ("\(distance)", "\(threshold)")
    }
}
