import MetricLearning
import Training

/// The commands of settings that have no key of their own: they are typed.
extension CommandTable {
    static let ofSettings: [CommandEntry] =
        [
            number("temperature", "set the temperature of similarities", .temperature),
            number("decay", "set the weight decay", .weightDecay),
            number("dropout", "set the factor on every dropout's probability", .dropout),
            number("augmentation", "set the factor on how images are changed", .augmentation),
        ] + [
            CommandEntry(
                name: "schedule", keys: [], isSteering: true, summary: "give the learning rate another course from here on",
                argument: .word(Schedule.usual.map(\.name)), action: .chooseSchedule),
            CommandEntry(
                name: "mining", keys: [], isSteering: true, summary: "choose which triplets count",
                argument: .word(TripletMining.allCases.map(\.rawValue)), action: .chooseMining),
        ]

    private static func number(_ name: String, _ summary: String, _ setting: Setting) -> CommandEntry {
        CommandEntry(
            name: name, keys: [], isSteering: true, summary: summary, argument: .number, action: .typeSetting(setting))
    }
}
