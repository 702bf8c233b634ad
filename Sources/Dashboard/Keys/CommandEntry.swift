/// A row of the command table: what drives dispatch, the footer, the help and the command line.
struct CommandEntry: Sendable {
    /// Where it works.
    enum Place: Hashable, Sendable {
        case everywhere
        case screen(Screen)
        case panels(Screen, [Panel])
    }

    /// What the command line wants after its name.
    enum Argument: Hashable, Sendable {
        case none
        case number
        case screen
        /// One of these.
        case word([String])
    }

    let name: String
    let keys: [Key]
    var place = Place.everywhere
    /// Whether it steers the run.
    var isSteering = false
    /// Whether it works only while nudged values wait, and then before others on the same key.
    var isForProposals = false
    /// In the footer, two words at most; empty keeps it out.
    var label = ""
    let summary: String
    var argument = Argument.none
    let action: Action

    func works(in state: DashboardState) -> Bool {
        works(on: state.screen, panel: state.focused) && !(isForProposals && state.proposals.isEmpty)
    }

    func works(on screen: Screen, panel: Panel) -> Bool {
        switch place {
        case .everywhere: true
        case .screen(let own): own == screen
        case .panels(let own, let panels): own == screen && panels.contains(panel)
        }
    }

    /// Where to go for it.
    var whereabouts: String {
        switch place {
        case .everywhere: "everywhere"
        case .screen(let screen): "on \(screen.title) (\(screen.digit))"
        case .panels(let screen, _): "on \(screen.title) (\(screen.digit)), with Tab at its place"
        }
    }

    var screen: Screen? {
        switch place {
        case .everywhere: nil
        case .screen(let screen), .panels(let screen, _): screen
        }
    }
}
