/// What `/` makes a screen list; an empty text lists everything.
extension DashboardState {
    func filter(on screen: Screen) -> String {
        switch screen {
        case .pairs: pairView.text
        case .map: map.text
        case .log: logText
        case .runs: runs.text
        case .train, .network, .distances, .oneShot: ""
        }
    }

    mutating func setFilter(_ text: String, on screen: Screen) {
        switch screen {
        case .pairs: pairView.text = text
        case .map: map.text = text
        case .log: (logText, logOffset) = (text, 0)
        case .runs: runs.text = text
        case .train, .network, .distances, .oneShot: break
        }
    }
}
