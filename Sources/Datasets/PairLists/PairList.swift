import Foundation

/// What the numbers of a list of pairs mean, where the list does not say so itself.
public enum PairLabels: String, Codable, Sendable, CaseIterable {
    case oneIsSame = "one-is-same"
    case oneIsDifferent = "one-is-different"
}

/// A list of pairs, `left,right,same`, with paths relative to the list: CSV or TSV with quoted fields, or a JSON array of objects.
///
/// What 1 means is said by the header (`same`, `different`), by words (`same`, `different`) or by the caller; it is never guessed.
enum PairList {
    /// `nil` where no list lies in the folder under the name that says what it is.
    static func read(_ tree: FolderTree, labels: PairLabels?) throws -> ImageDataset? {
        guard let list = ["pairs.csv", "pairs.tsv", "pairs.json"].first(where: tree.rootFiles.contains) else { return nil }
        var dataset = try read("\(tree.root)/\(list)", labels: labels)
        dataset.files = DatasetFiles(tree, companions: [list], unusedImage: LeftOutReason.unlisted)
        return dataset
    }

    static func read(_ path: String, labels: PairLabels?) throws -> ImageDataset {
        let url = URL(fileURLWithPath: path)
        do {
            let bytes = try FileBytes.read(path, limit: 256 << 20)
            let rows: [PairRow] =
                switch url.pathExtension.lowercased() {
                case "json": try PairRows.json(Data(bytes))
                case "tsv": try PairRows.table(String(decoding: bytes, as: UTF8.self), separator: "\t")
                default: try PairRows.table(String(decoding: bytes, as: UTF8.self), separator: ",")
                }
            guard !rows.isEmpty else { throw DatasetError("lists no pairs; write left,right,same and a line for each pair") }
            let listed = try rows.map { try $0.pair(labels) }
            return dataset(listed, root: url.deletingLastPathComponent().path, list: url.lastPathComponent)
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error)")
        }
    }

    private static func dataset(_ listed: [ListedPair], root: String, list: String) -> ImageDataset {
        let files = Set(listed.flatMap { [$0.left, $0.right] })
        let missing = files.filter { FileKind(at: $0.hasPrefix("/") ? $0 : root + "/" + $0) != .file }
        let present = listed.filter { !missing.contains($0.left) && !missing.contains($0.right) }
        let broken = missing.sorted().map { BrokenFile(file: $0, reason: "does not exist") }
        let found = ImageDataset(layout: .pairList, root: root, listed: present, broken: broken)
        return ImageDataset(
            layout: .pairList, catalog: found.catalog, pairs: found.pairs, droppedPairs: listed.count - present.count,
            files: DatasetFiles(root: root, named: files.subtracting(missing).sorted(), companions: [list]))
    }
}

/// A pair as it stands in a list.
struct PairRow {
    /// What the column of the label says about a 1.
    enum Meaning {
        case same
        case different
        case unsaid

        init?(column: String) {
            switch column.lowercased() {
            case "same", "similar", "genuine", "match": self = .same
            case "different", "dissimilar", "impostor": self = .different
            case "label", "target", "y": self = .unsaid
            default: return nil
            }
        }
    }

    /// Of several columns that could be the label, one that says what 1 means goes first.
    static func labelColumn(among names: [String]) -> Int? {
        let meanings = names.map { Meaning(column: $0) }
        return meanings.firstIndex { $0 == .same || $0 == .different } ?? meanings.firstIndex(of: .unsaid)
    }

    let left: String
    let right: String
    let label: String
    let meaning: Meaning
    /// Where it stands, for sentences: "line 3".
    let place: String

    func pair(_ labels: PairLabels?) throws -> ListedPair {
        ListedPair(left: left, right: right, same: try same(labels))
    }

    private func same(_ labels: PairLabels?) throws -> Bool {
        switch label.lowercased() {
        case "same", "similar", "genuine": return true
        case "different", "dissimilar", "impostor": return false
        case "1", "true", "yes": return try oneIsSame(labels)
        case "0", "false", "no": return try !oneIsSame(labels)
        default: throw DatasetError("has \"\(label)\" in \(place), where 0, 1, true, false, same or different is expected")
        }
    }

    private func oneIsSame(_ labels: PairLabels?) throws -> Bool {
        switch (meaning, labels) {
        case (.same, nil), (.same, .oneIsSame), (.unsaid, .oneIsSame): return true
        case (.different, nil), (.different, .oneIsDifferent), (.unsaid, .oneIsDifferent): return false
        case (.unsaid, nil):
            throw DatasetError(
                "does not say what 1 means; call the column \"same\" or \"different\", or say `--labels one-is-same` or `--labels one-is-different`"
            )
        case (.same, .oneIsDifferent), (.different, .oneIsSame):
            throw DatasetError("calls its column the opposite of --labels \(labels?.rawValue ?? ""); leave `--labels` out")
        }
    }
}

/// Reads the rows of a list.
enum PairRows {
    private static let leftNames: Set<String> = ["left", "first", "image1", "file1", "path1"]
    private static let rightNames: Set<String> = ["right", "second", "image2", "file2", "path2"]

    /// With a header, columns are found by their names, in any order; without one they are left, right and label.
    static func table(_ text: String, separator: Character) throws -> [PairRow] {
        let lines = try DelimitedText(separator: separator).rows(text)
        guard let first = lines.first else { return [] }
        let names = first.fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        var (left, right, label, meaning) = (0, 1, 2, PairRow.Meaning.unsaid)
        var rows = lines[...]
        if let leftColumn = names.firstIndex(where: leftNames.contains),
            let rightColumn = names.firstIndex(where: rightNames.contains)
        {
            guard let labelColumn = PairRow.labelColumn(among: names) else {
                throw DatasetError("has no column for the label; call it \"same\" or \"different\"")
            }
            (left, right, label) = (leftColumn, rightColumn, labelColumn)
            meaning = PairRow.Meaning(column: names[labelColumn]) ?? .unsaid
            rows = rows.dropFirst()
        }
        return try rows.map { line in
            guard line.fields.count > max(left, right, label) else {
                throw DatasetError(
                    "has \(line.fields.count) fields in line \(line.number), but a pair needs left, right and same")
            }
            return PairRow(
                left: line.fields[left], right: line.fields[right],
                label: line.fields[label].trimmingCharacters(in: .whitespaces), meaning: meaning, place: "line \(line.number)")
        }
    }

    /// `[{"left": "a.png", "right": "b.png", "same": true}, ...]`, or that as the value of `"pairs"`.
    static func json(_ data: Data) throws -> [PairRow] {
        let parsed = try? JSONSerialization.jsonObject(with: data)
        guard let rows = (parsed as? [String: Any])?["pairs"] as? [[String: Any]] ?? parsed as? [[String: Any]] else {
            throw DatasetError("is no list of pairs; write [{\"left\": \"a.png\", \"right\": \"b.png\", \"same\": true}, ...]")
        }
        return try rows.enumerated().map { number, row in
            let keys = row.keys.sorted()
            func text(_ names: Set<String>) -> String? {
                keys.first { names.contains($0.lowercased()) }.flatMap { row[$0] as? String }
            }
            let label = PairRow.labelColumn(among: keys).map { keys[$0] }
            guard let left = text(leftNames), let right = text(rightNames), let label, let value = row[label],
                let meaning = PairRow.Meaning(column: label)
            else { throw DatasetError("has no left, right or same in pair \(number + 1)") }
            return PairRow(left: left, right: right, label: "\(value)", meaning: meaning, place: "pair \(number + 1)")
        }
    }
}
