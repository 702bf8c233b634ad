import Foundation
import Training

/// `metrics.csv`: a row for every step, with the columns of training filled, and one for every evaluation, with those of validation.
enum MetricsTable {
    static let fileName = "metrics.csv"

    private static let commonColumns = ["step", "epoch", "elapsed"]
    private static let trainingColumns = [
        "loss", "loss_minimum", "loss_maximum", "learning_rate", "margin", "gradient_norm", "genuine_distance",
        "impostor_distance",
        "active_fraction", "pairs_per_second", "data_wait",
    ]
    private static let validationColumns = [
        "validation_loss", "validation_accuracy", "threshold", "equal_error_rate", "area_under_roc",
        "validation_genuine_distance",
        "validation_impostor_distance", "test_accuracy", "one_shot_accuracy",
    ]

    static var header: Data { line(commonColumns + trainingColumns + validationColumns) }

    static func rows(of events: [Event]) -> Data {
        events.reduce(into: Data()) { rows, event in
            switch event {
            case .step(let metrics):
                rows.append(
                    line(common(metrics.step, metrics.epoch, metrics.elapsed) + fields(metrics) + empty(validationColumns)))
            case .evaluation(let metrics):
                rows.append(line(common(metrics.step, metrics.epoch, metrics.elapsed) + empty(trainingColumns) + fields(metrics)))
            default: break
            }
        }
    }

    private static func common(_ step: Int, _ epoch: Int, _ elapsed: Double) -> [String] {
        ["\(step)", "\(epoch)", "\(elapsed)"]
    }

    private static func fields(_ metrics: StepMetrics) -> [String] {
        [
            "\(metrics.loss)", "\(metrics.lossMinimum)", "\(metrics.lossMaximum)", "\(metrics.learningRate)",
            metrics.margin.map { "\($0)" } ?? "", "\(metrics.gradientNorm)", "\(metrics.genuineDistance)",
            "\(metrics.impostorDistance)", "\(metrics.activeFraction)", "\(metrics.pairsPerSecond)", "\(metrics.dataWait)",
        ]
    }

    private static func fields(_ metrics: EvaluationMetrics) -> [String] {
        [
            "\(metrics.loss)", "\(metrics.accuracy)", "\(metrics.threshold)", "\(metrics.equalErrorRate)",
            "\(metrics.areaUnderROC)", "\(metrics.genuineDistance)", "\(metrics.impostorDistance)",
            metrics.testAccuracy.map { "\($0)" } ?? "", metrics.oneShotAccuracy.map { "\($0)" } ?? "",
        ]
    }

    private static func empty(_ columns: [String]) -> [String] { columns.map { _ in "" } }

    private static func line(_ fields: [String]) -> Data { Data((fields.joined(separator: ",") + "\n").utf8) }
}
