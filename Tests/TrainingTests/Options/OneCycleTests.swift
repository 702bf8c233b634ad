import Testing

@testable import Training

/// The one-cycle schedule is `torch.optim.lr_scheduler.OneCycleLR`'s (PyTorch 2), also where the rise is shorter than two steps.
struct OneCycleTests {
    private static let recorded: [(total: Int, rise: Double, factors: [Float])] = [
        (10, 0.05, [0.9931807, 0.9397371, 0.8386414, 0.7008489, 0.5412915, 0.3772597, 0.226529, 0.1054333, 0.0270953, 4e-06]),
        (10, 0.15, [0.04, 0.9914866, 0.9251089, 0.8013181, 0.6368329, 0.453868, 0.2771337, 0.130499, 0.0337678, 4e-06]),
        (10, 0.19, [0.04, 0.999624, 0.9551816, 0.8431214, 0.6800901, 0.4903064, 0.3019629, 0.1430386, 0.0371419, 4e-06]),
        (10, 0, [0.9755284, 0.9045089, 0.7938935, 0.6545099, 0.500002, 0.3454941, 0.2061105, 0.0954951, 0.0244756, 4e-06]),
        (4, 0.3, [0.04, 0.8117457, 0.283061, 4e-06]), (3, 0.5, [0.04, 0.750001, 4e-06]), (2, 0.3, [0.8117457, 4e-06]),
        (1, 0.3, [4e-06]), (5, 0.9, [0.04, 0.2207249, 0.62681, 0.9524651, 4e-06]),
        (
            20, 0.3,
            [
                0.04, 0.1316718, 0.3716718, 0.6683282, 0.9083282, 1, 0.987464, 0.9504846, 0.8909162, 0.8117457, 0.716943,
                0.611262,
                0.500002, 0.388742, 0.283061, 0.1882583, 0.1090878, 0.0495194, 0.01254, 4e-06,
            ]
        ),
    ]

    private func factors(_ total: Int, _ rise: Double) -> [Float] {
        (0..<total).map { Schedule.oneCycle(rise: rise).factor(at: .init(step: Double($0), total: Double(total), epoch: 0)) }
    }

    @Test(arguments: recorded.indices) func factorsArePyTorchs(_ index: Int) {
        let (total, rise, expected) = Self.recorded[index]
        for (actual, expected) in zip(factors(total, rise), expected) { #expect(abs(actual - expected) < 2e-6) }
    }

    /// Up, then down, never a number that is none: for every share, in runs of every length. (PyTorch divides by zero where the top is
    /// at step 0.)
    @Test func theRateRisesOnceAndFallsOnce() {
        for total in 1...40 {
            for rise in (0..<50).map({ Double($0) / 50 }) + [0.1, 1.0 / Double(total), 2.0 / Double(total)] where rise < 1 {
                let factors = factors(total, rise)
                #expect(factors.allSatisfy { $0.isFinite && $0 > 0 && $0 <= 1 }, "\(total) steps, rise \(rise)")
                let top = factors.indices.max { factors[$0] < factors[$1] } ?? 0
                #expect(zip(factors[...top], factors[...top].dropFirst()).allSatisfy { $0 < $1 }, "\(total) steps, rise \(rise)")
                #expect(zip(factors[top...], factors[top...].dropFirst()).allSatisfy { $0 > $1 }, "\(total) steps, rise \(rise)")
                #expect(abs((factors.last ?? 0) - 4e-6) < 1e-6 || Double(total) * (1 - rise) < 1, "\(total) steps, rise \(rise)")
            }
        }
    }
}
