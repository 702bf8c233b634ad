import Datasets
import Networks

/// A survey of a data set as lines for a person.
struct SurveyText {
    private let survey: DatasetSurvey
    private let path: String
    private static let shownSizes = 5
    private static let shownBroken = 20

    /// - Parameter path: what the person named.
    init(_ survey: DatasetSurvey, of path: String) {
        self.survey = survey
        self.path = path
    }

    var text: String {
        let rows = [
            ("layout", survey.layout.title), ("images", images), ("classes", classes), ("split", split), ("sizes", sizes),
            ("pairs", pairs), ("files", files), ("broken", survey.broken.count.grouped),
        ]
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.filter { !$0.1.isEmpty }.map { name, value in
            "  " + name + String(repeating: " ", count: width + 2 - name.count) + value
        }
        return ([path] + lines + broken + leftOut + flaws + findings).joined(separator: "\n")
    }

    private var images: String {
        let formats = survey.formats.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value.grouped)" }
        let colours = [(survey.greyImages, "grey"), (survey.colourImages, "colour")].filter { $0.0 > 0 }
            .map { $0.0 == survey.images ? "all \($0.1)" : "\($0.1) \($0.0.grouped)" }
        return survey.images.grouped + details(formats + colours)
    }

    private var classes: String {
        // Of pairs alone no class is known.
        if [.pairFolders, .pairList].contains(survey.layout) { return "" }
        let (fewest, most) = (survey.fewestImagesInClass, survey.mostImagesInClass)
        let spread =
            fewest == most
            ? "\(most.grouped) \(Sentence.noun("image", count: most)) each"
            : "\(fewest.grouped) to \(most.grouped) images each, median \(survey.medianImagesInClass.grouped)"
        let groups = survey.groups > 0 ? ["in \(survey.groups.grouped) \(Sentence.noun("group", count: survey.groups))"] : []
        return survey.classes.grouped + details(groups + [spread])
    }

    private var sizes: String {
        let shown = survey.sizes.prefix(Self.shownSizes).map { "\($0.width)x\($0.height) (\($0.images.grouped))" }
        let rest = survey.sizes.count - shown.count
        return (shown + (rest > 0 ? ["and \(rest.grouped) more"] : [])).joined(separator: ", ")
    }

    private var pairs: String {
        guard let pairs = survey.pairs else { return "" }
        let folds = pairs.folds > 0 ? ["\(pairs.folds) \(Sentence.noun("fold", count: pairs.folds))"] : []
        let dropped = pairs.dropped > 0 ? ["\(pairs.dropped.grouped) left out, since a file is missing"] : []
        return "\(pairs.genuine.grouped) genuine, \(pairs.impostor.grouped) impostor" + details(folds + dropped)
    }

    /// What is not listed among the files that were left out, as files that do not exist are not.
    private var broken: [String] {
        let told = Set((survey.files?.leftOut ?? []).map(\.reason))
        let broken = survey.broken.filter { !told.contains($0.reason) }
        let shown = broken.prefix(Self.shownBroken).map { "    \($0.file) \($0.reason)" }
        let rest = broken.count - shown.count
        return shown + (rest > 0 ? ["    and \(rest.grouped) more"] : [])
    }

    private var split: String {
        (survey.split ?? []).map { part in
            let classes = "\(part.classes.grouped) \(Sentence.noun("class", "classes", count: part.classes))"
            return "\(part.folders.joined(separator: ", ")) \(part.images.grouped) of \(classes)"
        }.joined(separator: ", ")
    }

    private var files: String {
        guard let files = survey.files else { return "" }
        let rest = files.files - files.used
        return "\(files.files.grouped): \(files.used.grouped) used" + (rest > 0 ? ", \(rest.grouped) left out" : "")
    }

    /// Of every reason, how many and the first.
    private var leftOut: [String] { groups(survey.files?.leftOut ?? [], "  left out") }

    private var flaws: [String] { groups(survey.flaws ?? [], "  read, although something is wrong with them") }

    private func groups(_ groups: [FileGroup], _ title: String) -> [String] {
        guard !groups.isEmpty else { return [] }
        let shown = groups.prefix(Self.shownBroken).map { group in
            let names = group.first.joined(separator: ", ") + (group.count > group.first.count ? ", ..." : "")
            return "    \(group.count.grouped): \(group.reason) (\(names))"
        }
        let rest = groups.count - shown.count
        return [title] + shown + (rest > 0 ? ["    and for \(rest.grouped) more reasons"] : [])
    }

    private var findings: [String] {
        (survey.findings ?? []).map { finding in
            switch finding.severity {
            case .error: "  error: \(finding.message)"
            case .warning: "  warning: \(finding.message)"
            case .information: "  note: \(finding.message)"
            }
        }
    }

    private func details(_ parts: [String]) -> String {
        parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")"
    }
}
