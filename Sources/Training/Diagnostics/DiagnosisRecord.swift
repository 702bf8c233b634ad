/// What a checkpoint keeps of a diagnosis, so that a verdict goes on after a resume with the evidence that it had.
struct DiagnosisRecord: Codable, Equatable {
    var seen: Course.Seen
    var memory: Diagnosis.Memory
}

extension Diagnosis {
    /// What the diagnostics remember, and how the run stands by them. Counts wrap around rather than trap, since a checkpoint may hold any
    /// number.
    struct Memory: Codable, Equatable {
        var standing = RunVerdict(step: 0, elapsed: 0, kind: .early, evidence: "no step was taken yet")
        /// When the standing trouble was last found.
        var lastFoundAt = 0
        /// When a person last changed something; `nil` where nobody has since the standing verdict.
        var editedAt: Int?
        /// How often a trouble was told; one that comes back stands longer each time.
        var timesTold: [RunVerdict.Kind: Int] = [:]
        /// What was advised since a person last changed something: the opposite is not advised after it.
        var advised: [RunVerdict.Remedy.Action] = []
        /// Whether a divergence was told of which the network has not recovered, and whether a person has changed something since.
        var hasDiverged = false
        var hasChangedSince = false

        private(set) var divergence = DivergenceDiagnostic()
        private(set) var totalSaturation = SaturationDiagnostic(isTotal: true)
        private(set) var collapse = CollapseDiagnostic()
        private(set) var saturation = SaturationDiagnostic(isTotal: false)
        private(set) var unbalancedPairs = UnbalancedPairsDiagnostic()
        private(set) var overfitting = OverfittingDiagnostic()
        private(set) var exhaustion = ExhaustionDiagnostic()
        private(set) var standstill = StandstillDiagnostic()

        /// Causes first.
        var findings: [Finding?] {
            [
                divergence.finding, totalSaturation.finding, collapse.finding, saturation.finding, unbalancedPairs.finding,
                overfitting.finding, exhaustion.finding, standstill.finding,
            ]
        }

        mutating func examine(_ observation: Observation, _ course: Course) {
            divergence.examine(observation, course)
            totalSaturation.examine(observation, course)
            collapse.examine(observation, course)
            saturation.examine(observation, course)
            unbalancedPairs.examine(observation, course)
            overfitting.examine(observation, course)
            exhaustion.examine(observation, course)
            standstill.examine(observation, course)
        }
    }
}

/// The record as a checkpoint has it: one that this version does not understand is no reason not to go on with the run.
struct KeptDiagnosis: Codable, Equatable {
    var record: DiagnosisRecord?

    init(_ record: DiagnosisRecord) { self.record = record }

    init(from decoder: any Decoder) throws {
        record = try? DiagnosisRecord(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try record?.encode(to: encoder)
    }
}
