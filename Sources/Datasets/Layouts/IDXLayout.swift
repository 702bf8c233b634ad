import Foundation

/// MNIST-style data sets: a file of images and one of labels beside it, gzip or not. Several such files in a folder (training and
/// test) become one data set, since their labels mean the same.
enum IDXLayout {
    /// `nil` where the folder holds no such file.
    static func read(_ tree: FolderTree) throws -> ImageDataset? {
        let candidates = tree.rootFiles.filter { IDXFile.isLikely(tree.root + "/" + $0) }
        let images = candidates.filter { labelFile(for: $0, among: candidates) != nil }
        guard !candidates.isEmpty else { return nil }
        guard !images.isEmpty else {
            throw DatasetError(
                "\(tree.root) holds IDX files but no pair of images and labels; name them as MNIST does, train-images-idx3-ubyte and train-labels-idx1-ubyte"
            )
        }
        return try read(tree.root, images, among: candidates, tree)
    }

    static func read(imagesFile path: String) throws -> ImageDataset {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let neighbours = FolderListing(PathBytes(folder))?.names.compactMap(\.text) ?? []
        guard labelFile(for: url.lastPathComponent, among: neighbours) != nil else {
            throw DatasetError(
                "\(path) has no labels beside it; give the file of images, whose name has \"images\" where the labels have \"labels\""
            )
        }
        return try read(folder, [url.lastPathComponent], among: neighbours)
    }

    private static func read(
        _ root: String, _ files: [String], among candidates: [String], _ tree: FolderTree? = nil
    ) throws -> ImageDataset {
        var records: [String: IDXImages] = [:]
        var labelFiles: [String] = []
        var twins: [BrokenFile] = []
        var byLabel: [Int: [ImageLocation]] = [:]
        for file in files.sorted() {
            guard let labelName = labelFile(for: file, among: candidates) else { continue }
            let images = try named(root + "/" + file) { try IDXImages(IDXFile(contentsOf: $0)) }
            let labels = try named(root + "/" + labelName) { try IDXFile(contentsOf: $0) }
            guard labels.dimensions == [images.count] else {
                throw DatasetError(
                    "\(root)/\(labelName) holds \(labels.dimensions.map(String.init).joined(separator: "x")) labels for \(images.count) images; give files that belong together"
                )
            }
            // MNIST is often there twice: as it was downloaded, and extracted.
            if let twin = records.first(where: { $0.value.holdsTheSame(as: images) })?.key {
                twins.append(BrokenFile(file: file, reason: "holds the same images as \(twin)"))
                continue
            }
            labelFiles.append(labelName)
            records[file] = images
            for number in 0..<images.count {
                byLabel[Int(labels.bytes[labels.offset + number]), default: []]
                    .append(ImageLocation(file: file, part: .record(number)))
            }
        }
        guard byLabel.count > 1 else { throw DatasetError("\(root) holds images of one class; impostor pairs need at least two") }
        let classes = byLabel.sorted { $0.key < $1.key }.map {
            ImageCatalog.ClassFiles(name: String($0.key), locations: $0.value)
        }
        let broken = (tree?.leftOut ?? []) + twins
        let files =
            tree.map { DatasetFiles($0, companions: labelFiles, unusedImage: LeftOutReason.unusedRecords) }
            ?? DatasetFiles(root: root, named: Array(records.keys), companions: labelFiles)
        return ImageDataset(
            layout: .idx, catalog: ImageCatalog(root: root, classes: classes, broken: broken, records: records), files: files)
    }

    /// `train-images-idx3-ubyte.gz` has `train-labels-idx1-ubyte.gz`, or the same without `.gz`.
    private static func labelFile(for images: String, among files: [String]) -> String? {
        guard images.contains("images") else { return nil }
        let name = images.replacingOccurrences(of: "images", with: "labels")
            .replacingOccurrences(of: "idx3", with: "idx1").replacingOccurrences(of: "idx4", with: "idx1")
        let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        return [name, plain, plain + ".gz"].first { files.contains($0) }
    }

    private static func named<Result>(_ path: String, _ read: (String) throws -> Result) throws -> Result {
        do {
            return try read(path)
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error)")
        }
    }
}
