import Foundation

/// Two folders of pairs: `similar_all_images/similar_I_first.jpg` with `similar_I_second.jpg`, and `dissimilar_...` likewise.
enum PairFolders {
    /// `nil` where the files are not named like that.
    static func read(_ tree: FolderTree) throws -> ImageDataset? {
        var halves: [String: HalfPairs] = [:]
        var broken = tree.leftOut
        var others = 0
        for folder in tree.folders {
            for file in folder.files {
                let relative = folder.relative(file)
                guard let name = PairFileName(file) else {
                    if tree.isImage(relative) { others += 1 }
                    continue
                }
                halves[(folder.path + [name.pair]).joined(separator: "/"), default: HalfPairs(same: name.same)].add(
                    relative, name)
            }
        }
        // A few strays are no reason to read pairs as classes, nor a few pairs to read classes as pairs.
        guard halves.count > others else { return nil }
        var listed: [ListedPair] = []
        for (_, half) in halves.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            if let left = half.first, let right = half.second {
                listed.append(ListedPair(left: left, right: right, same: half.same))
            } else if let alone = half.first ?? half.second {
                broken.append(.init(file: alone, reason: "has no other half"))
            }
        }
        guard !listed.isEmpty else { throw DatasetError("\(tree.root) holds halves of pairs, but none with its other half") }
        return ImageDataset(
            layout: .pairFolders, root: tree.root, listed: listed, broken: broken,
            files: DatasetFiles(tree, unusedImage: LeftOutReason.unlisted))
    }
}

private struct HalfPairs {
    let same: Bool
    var first: String?
    var second: String?

    mutating func add(_ file: String, _ name: PairFileName) {
        if name.isFirst { first = file } else { second = file }
    }
}

/// `similar_12_first.jpg`: the words say whether the pair is genuine, so nothing is guessed.
private struct PairFileName {
    let pair: String
    let same: Bool
    let isFirst: Bool

    init?(_ file: String) {
        let stem = file.prefix { $0 != "." }
        let parts = stem.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }),
            let same = ["similar": true, "dissimilar": false][parts[0].lowercased()],
            let isFirst = ["first": true, "second": false][parts[2].lowercased()]
        else { return nil }
        self.pair = "\(parts[0])_\(parts[1])"
        self.same = same
        self.isFirst = isFirst
    }
}
