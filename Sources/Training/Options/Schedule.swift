import Foundation

/// How the learning rate goes over a run: a factor on the rate that a person has set.
///
/// Each follows PyTorch's scheduler of the same kind, counted in steps where the run has a number of them and in time otherwise.
public enum Schedule: Codable, Sendable, Hashable {
    case constant
    /// Multiplied by `factor` every so many epochs.
    case step(epochs: Int, factor: Float = 0.1)
    /// Multiplied by `factor` every epoch (Koch 2015: 0.99).
    case exponential(factor: Float)
    /// Rises over the share `warmup` of the run, then falls as half a cosine to the share `end` of its height (Loshchilov, Hutter 2017).
    case cosine(warmup: Double = 0, end: Float = 0)
    /// Multiplied by `factor` when the validation loss has not fallen for more than `patience` evaluations.
    case plateau(factor: Float = 0.1, patience: Int = 10)
    /// Up from a 25th over the share `rise` of the run and down to nearly nothing, along cosines (Smith, Topin 2019).
    case oneCycle(rise: Double = 0.3)

    public var name: String {
        switch self {
        case .constant: "constant"
        case .step: "step"
        case .exponential: "exponential"
        case .cosine: "cosine"
        case .plateau: "plateau"
        case .oneCycle: "one-cycle"
        }
    }

    /// The schedules with their usual numbers, by the names that people type.
    public static func named(_ name: String) -> Schedule? {
        usual.first { $0.name == name }
    }

    public static let usual: [Schedule] = [
        .constant, .step(epochs: 10), .exponential(factor: 0.99), .cosine(), .plateau(), .oneCycle(),
    ]

    /// Where a run is.
    struct Position {
        /// Steps done, from 0, of `total`: both may be made of time.
        var step: Double
        var total: Double
        /// Epochs done, from 0.
        var epoch: Int
    }

    /// The factor for the next step. A plateau's is kept by `Plateau`.
    func factor(at position: Position) -> Float {
        switch self {
        case .constant, .plateau: return 1
        case .step(let epochs, let factor): return pow(factor, Float(position.epoch / max(1, epochs)))
        case .exponential(let factor): return pow(factor, Float(position.epoch))
        case .cosine(let warmup, let end):
            let rising = (warmup * position.total).rounded()
            if position.step < rising { return Float((position.step + 1) / (rising + 1)) }
            return Self.cosine(from: 1, to: end, at: (position.step - rising) / max(1, position.total - rising))
        case .oneCycle(let rise):
            // As OneCycleLR counts: the top is one step before the share, the bottom at the last step. With a share of less than two
            // steps the top lies within the first step, or before it, and there is next to no rise.
            let top = rise * position.total - 1
            let bottom = max(top, position.total - 1)
            if top > 0, position.step <= top { return Self.cosine(from: 1 / 25, to: 1, at: position.step / top) }
            guard bottom > top else { return 1 }
            return Self.cosine(from: 1, to: 1 / 25e4, at: (position.step - top) / (bottom - top))
        }
    }

    /// The usual numbers of schedules that count epochs suit some tens of them. Over the thousands that a small data set has they would
    /// bring the rate to nothing, and so they are spread over the run. Numbers that a person chose stay.
    func spread(over epochs: Int) -> Schedule {
        guard Self.usual.contains(self), factor(at: Position(step: 0, total: 0, epoch: epochs)) < 0.9 * Self.spreadTo else {
            return self
        }
        return switch self {
        // Three heights.
        case .step(_, let factor): .step(epochs: epochs / 3 + 1, factor: factor)
        case .exponential: .exponential(factor: pow(Self.spreadTo, 1 / Float(epochs)))
        case .constant, .cosine, .plateau, .oneCycle: self
        }
    }

    /// What a schedule leaves of the rate at the end of a run that it is spread over.
    private static let spreadTo: Float = 1e-2

    private static func cosine(from start: Float, to end: Float, at share: Double) -> Float {
        end + (start - end) * Float(1 + cos(.pi * min(max(share, 0), 1))) / 2
    }
}

/// PyTorch's `ReduceLROnPlateau` with a relative threshold of 1e-4.
struct Plateau: Codable, Sendable, Equatable {
    private(set) var factor: Float = 1
    private var best = Float.infinity
    private var badEvaluations = 0

    mutating func observe(loss: Float, _ schedule: Schedule) {
        guard case .plateau(let reduction, let patience) = schedule else { return }
        if loss < best * (1 - 1e-4) {
            best = loss
            badEvaluations = 0
        } else {
            badEvaluations += 1
        }
        if badEvaluations > patience {
            factor *= reduction
            badEvaluations = 0
        }
    }
}
