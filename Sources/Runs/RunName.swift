import Foundation

/// Names for runs that nobody named: `glyphs-conv4-20261121-074500`.
public enum RunName {
    public static func make(dataset: String, network: String, at date: Date) -> String {
        let stamp = date.formatted(
            .verbatim(
                "\(year: .defaultDigits)\(month: .twoDigits)\(day: .twoDigits)-\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)",
                timeZone: .current, calendar: Calendar(identifier: .gregorian)))
        let stem = (dataset as NSString).lastPathComponent
        return [stem, network, stamp].filter { !$0.isEmpty }.joined(separator: "-").replacingOccurrences(of: "/", with: "-")
    }
}
