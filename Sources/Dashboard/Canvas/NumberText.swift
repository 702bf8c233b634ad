import Foundation

/// Numbers as a dashboard writes them: short, aligned, the same everywhere.
enum NumberText {
    /// About four significant digits: `0.01234`, `12.35`, `1.2e-05`.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value > 0 ? "inf" : "-inf" }
        let size = abs(value)
        if size == 0 { return "0" }
        if size < 1e-3 || size >= 1e6 { return String(format: "%.2e", value) }
        if size < 1 { return String(format: "%.4f", value) }
        if size < 100 { return String(format: "%.3f", value) }
        return String(format: "%.1f", value)
    }

    /// Two significant digits: `0.22`, `-4.5e-03`.
    static func brief(_ value: Float) -> String {
        guard value.isFinite else { return short(value) }
        let size = abs(value)
        return size == 0 ? "0" : size < 1e-2 || size >= 1e4 ? String(format: "%.1e", value) : String(format: "%.2g", value)
    }

    static func short(_ value: Float) -> String { short(Double(value)) }

    /// A setting as a person would type it: no zeros that say nothing.
    static func setting(_ value: Double) -> String { String(format: "%.4g", value) }

    static func percent(_ share: Float) -> String {
        share.isFinite ? String(format: "%.2f %%", share * 100) : "-"
    }

    /// `42 %`.
    static func wholePercent(_ share: Double) -> String { share.isFinite ? String(format: "%.0f %%", share * 100) : "-" }

    /// `12,345`.
    static func grouped(_ value: Int) -> String {
        var digits = Array(String(value.magnitude))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }

    /// In six characters or little more: `12,345`, `1.234M`.
    static func step(_ value: Int) -> String { value < 100_000 ? grouped(value) : compact(Double(value)) }

    /// `1.2 K`, `3.4 M`, `5.6 G`.
    static func magnitude(_ value: Int) -> String {
        let number = Double(value)
        if number >= 1e9 { return String(format: "%.2f G", number / 1e9) }
        if number >= 1e6 { return String(format: "%.2f M", number / 1e6) }
        if number >= 1e4 { return String(format: "%.1f K", number / 1e3) }
        return grouped(value)
    }

    static func bytes(_ value: Int) -> String {
        let number = Double(value)
        if number >= 0x1p30 { return String(format: "%.2f GiB", number / 0x1p30) }
        if number >= 0x1p20 { return String(format: "%.1f MiB", number / 0x1p20) }
        if number >= 0x1p10 { return String(format: "%.1f KiB", number / 0x1p10) }
        return "\(value) B"
    }

    /// `0:42`, `12:05`, `1:02:03`.
    static func time(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e7 else { return "-" }
        let whole = Int(max(0, seconds).rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0 ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
    }

    static func rate(_ perSecond: Double) -> String {
        // A damaged file may say anything.
        guard perSecond.isFinite, perSecond < 1e12 else { return "-" }
        return perSecond >= 100 ? grouped(Int(perSecond.rounded())) : String(format: "%.1f", perSecond)
    }

    /// A tick of an axis, with as many decimals as the ticks beside it need.
    static func tick(_ value: Double, spacing: Double) -> String {
        guard value.isFinite, spacing.isFinite else { return "-" }
        if value == 0 { return "0" }
        let size = abs(value)
        if size >= 1e4 || size < 1e-3 { return compact(value) }
        let decimals = max(0, min(6, Int(-floor(log10(max(spacing, 1e-9)) + 1e-9))))
        return String(format: "%.\(decimals)f", value)
    }

    /// In five characters or little more: `20K`, `1.5M`, `3e-04`.
    static func compact(_ value: Double) -> String {
        let size = abs(value)
        for (scale, letter) in [(1e9, "G"), (1e6, "M"), (1e3, "K")] where size >= scale {
            return String(format: "%.4g", value / scale) + letter
        }
        return size >= 1e-3 || size == 0 ? String(format: "%.4g", value) : String(format: "%.0e", value)
    }
}
