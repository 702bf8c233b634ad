import Training

/// What colours mean. Blue against orange stays apart for colour-blind people, and every pair also differs in lightness; all are readable
/// on light and on dark backgrounds, which are left as the person has them.
struct Theme: Sendable {
    let colors: Int

    init(_ capabilities: Capabilities) {
        colors = capabilities.colors
    }

    var plain: Style { .plain }
    var faint: Style { colors >= 256 ? Style(foreground: .palette(244)) : Style(dim: true) }
    var strong: Style { Style(bold: true) }
    // With few colours bold ones are shown bright, and bright cyan, green or yellow cannot be read on white.
    var accent: Style { colors >= 256 ? color(37, 6, bold: true) : strong }
    var border: Style { colors >= 256 ? Style(foreground: .palette(242)) : Style(dim: true) }

    /// The raw curve under the smoothed one.
    var trainingRaw: Style { colors >= 256 ? Style(foreground: .palette(67)) : Style(dim: true) }
    var training: Style { color(33, 4, bold: colors < 256) }
    var validation: Style { color(208, 5) }
    var genuine: Style { training }
    var impostor: Style { validation }
    var edit: Style { color(176, 6) }

    /// The curves of other runs, by their place among those compared.
    func compared(_ place: Int, isFaint: Bool = false) -> Style {
        let choices: [(UInt8, UInt8, UInt8)] = [(71, 65, 2), (133, 96, 5), (167, 131, 1), (136, 94, 6)]
        let choice = choices[place % choices.count]
        var style = color(isFaint ? choice.1 : choice.0, choice.2)
        style.dim = isFaint && colors < 256
        return style
    }

    var good: Style { color(35, 2, bold: colors >= 256) }
    var bad: Style { color(160, 1, bold: true) }
    var warning: Style { color(172, 1, bold: colors >= 256) }

    var selected: Style { Style(reverse: true) }
    var tab: Style { faint }
    var activeTab: Style { Style(bold: true, reverse: true) }
    var key: Style { Style(bold: true) }

    func style(of severity: Notice.Severity) -> Style {
        switch severity {
        case .information: accent
        case .warning: warning
        case .error: bad
        }
    }

    private func color(_ index256: UInt8, _ index8: UInt8, bold: Bool = false) -> Style {
        guard colors >= 8 else { return Style(bold: bold) }
        return Style(foreground: .palette(colors >= 256 ? index256 : index8), bold: bold)
    }
}

extension Style {
    func on(_ background: Color) -> Style {
        var style = self
        style.background = background
        return style
    }

    func emphasized() -> Style {
        var style = self
        style.bold = true
        return style
    }
}
