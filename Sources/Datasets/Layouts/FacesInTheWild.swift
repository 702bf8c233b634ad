import Foundation

/// Labeled Faces in the Wild (Huang et al. 2007): `Name/Name_0001.jpg`, with `pairs.txt` (folds of genuine and impostor pairs) or
/// `people.txt` (folds of people, whose pairs are made here). Most people have one image; they take part in impostor pairs only.
enum FacesInTheWild {
    private static let pairFiles = ["pairs.txt", "pairsDevTrain.txt", "pairsDevTest.txt"]

    private static let peopleFile = "people.txt"

    /// Of a kind in a fold; low enough that no count overflows.
    private static let mostPairs = 1 << 32

    /// `nil` where neither the lists are there nor the files are named after their folders.
    static func read(_ tree: FolderTree) throws -> ImageDataset? {
        let lists = tree.rootFiles.filter { pairFiles.contains($0) }
        guard !lists.isEmpty || tree.rootFiles.contains(peopleFile) || isNamedAfterPeople(tree) else { return nil }
        let catalog = try ImageCatalog(tree, allowsSingleImages: true)
        // The ten folds of pairs where they are there; otherwise the development pairs, or pairs within the folds of people.
        guard let list = pairFiles.first(where: lists.contains) else {
            guard tree.rootFiles.contains(peopleFile) else {
                return ImageDataset(layout: .facesInTheWild, catalog: catalog, files: DatasetFiles(tree))
            }
            let (pairs, folds) = try read(tree.root + "/" + peopleFile) { try PeopleFolds(parsing: $0).pairs(catalog) }
            return ImageDataset(
                layout: .facesInTheWild, catalog: catalog, pairs: pairs, folds: folds,
                files: DatasetFiles(tree, companions: [peopleFile]))
        }
        let listed = try read(tree.root + "/" + list) { try parse($0, PeoplesFiles(catalog)) }
        return ImageDataset(
            layout: .facesInTheWild, catalog: catalog, listed: listed, files: DatasetFiles(tree, companions: [list]))
    }

    private static func read<Content>(_ path: String, _ parse: (String) throws -> Content) throws -> Content {
        do {
            return try parse(String(decoding: try FileBytes.read(path, limit: 64 << 20), as: UTF8.self))
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error)")
        }
    }

    /// First line: `10 300` for folds and pairs of each kind in a fold, or one number of pairs of each kind. Then `Name i j` for
    /// genuine and `Name1 i Name2 j` for impostor pairs, by white space.
    private static func parse(_ text: String, _ files: PeoplesFiles) throws -> [ListedPair] {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
            .filter { !$0.isEmpty }
        let header = lines.first.map { $0.compactMap { Int($0) } } ?? []
        guard let perFold = header.last, (1...mostPairs).contains(perFold), header.count == lines[0].count, header.count <= 2
        else {
            throw DatasetError("begins with no count; its first line is \"10 300\" (folds, pairs) or one number of pairs")
        }
        return try lines.dropFirst().enumerated().map { number, fields in
            let fold = header.count == 2 ? number / (2 * perFold) : nil
            switch fields.count {
            case 3:
                return ListedPair(
                    left: try files.file(fields[0], fields[1], line: number + 2),
                    right: try files.file(fields[0], fields[2], line: number + 2), same: true, fold: fold)
            case 4:
                return ListedPair(
                    left: try files.file(fields[0], fields[1], line: number + 2),
                    right: try files.file(fields[2], fields[3], line: number + 2), same: false, fold: fold)
            default:
                throw DatasetError(
                    "has \(fields.count) fields in line \(number + 2), but a pair is \"Name i j\" or \"Name1 i Name2 j\"")
            }
        }
    }

    private static func isNamedAfterPeople(_ tree: FolderTree) -> Bool {
        let people = tree.folders.filter { !$0.path.isEmpty && !$0.files.isEmpty }
        return !people.isEmpty
            && people.allSatisfy { folder in
                folder.files.allSatisfy { file in
                    let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
                    let digits = stem.split(separator: "_").last ?? ""
                    return digits.count == 4 && Int(digits) != nil && stem == "\(folder.path.last ?? "")_\(digits)"
                }
            }
    }
}

/// Where each person's numbered images are.
private struct PeoplesFiles {
    private var files: [String: String] = [:]

    init(_ catalog: ImageCatalog) {
        for item in catalog.items {
            files[URL(fileURLWithPath: item.file).deletingPathExtension().lastPathComponent] = item.file
        }
    }

    /// A file that is not there keeps its name, so that its pair is dropped and counted.
    func file(_ name: String, _ number: String, line: Int) throws -> String {
        guard let number = Int(number), number > 0 else {
            throw DatasetError("has \"\(number)\" for the number of an image in line \(line)")
        }
        let digits = String(number)
        let stem = "\(name)_\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
        return files[stem] ?? stem
    }
}
