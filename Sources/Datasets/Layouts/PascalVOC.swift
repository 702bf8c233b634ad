import Foundation

/// Pascal VOC annotations (Everingham et al. 2010): every object's box, cut out, is an image, and its name is the class.
enum PascalVOC {
    /// `nil` where no XML file is an annotation.
    static func read(_ tree: FolderTree) throws -> ImageDataset? {
        let files = tree.folders.flatMap { folder in folder.files.map { folder.relative($0) } }
        let documents = files.filter { $0.lowercased().hasSuffix(".xml") }
        guard !documents.isEmpty else { return nil }
        var found = Objects(images: Dictionary(files.map { (lastComponent($0), $0) }, uniquingKeysWith: { first, _ in first }))
        var annotations = 0
        for document in documents {
            do {
                let text = String(decoding: try FileBytes.read(tree.root + "/" + document, limit: 16 << 20), as: UTF8.self)
                let root = try XMLNode(parsing: text)
                guard root.name == "annotation" else { continue }
                annotations += 1
                try found.add(root, document)
            } catch let error as DatasetError {
                found.broken.append(.init(file: document, reason: error.description))
            }
        }
        guard annotations > 0 else { return nil }
        // A few annotations beside many images are no reason to leave the others out.
        let annotated = Set(found.boxes.values.joined().map(\.file))
        let images = files.filter(tree.isImage)
        if 2 * annotated.count < images.count, (try? ImageCatalog(tree, allowsSingleImages: true)) != nil { return nil }
        let classes = found.boxes.sorted { $0.key < $1.key }.map { ImageCatalog.ClassFiles(name: $0.key, locations: $0.value) }
        guard classes.count > 1 else {
            let first = found.broken.first.map { "; \($0.file) \($0.reason)" } ?? ""
            throw DatasetError(
                "the annotations in \(tree.root) name objects of \(classes.count == 1 ? "one class" : "no class"); impostor pairs need two\(first)"
            )
        }
        let folders = annotated.map { Array($0.split(separator: "/").dropLast().map(String.init)) }
        return ImageDataset(
            layout: .pascalVOC,
            catalog: ImageCatalog(
                root: tree.root, classes: classes, broken: tree.leftOut + found.broken, records: [:],
                splitFolders: SplitFolders(Array(Set(folders)), areClasses: false)),
            files: DatasetFiles(tree, companions: found.documents, unusedImage: LeftOutReason.unannotated))
    }

    private struct Objects {
        /// Files of the data set by their last name: annotations say in which folder an image is in several ways.
        let images: [String: String]
        var boxes: [String: [ImageLocation]] = [:]
        var broken: [BrokenFile] = []
        /// Annotations that name at least one box of an image.
        var documents: [String] = []

        mutating func add(_ annotation: XMLNode, _ document: String) throws {
            guard let name = annotation["filename"]?.text, let file = images[lastComponent(name)] else {
                throw DatasetError("names the image \"\(annotation["filename"]?.text ?? "")\", which is not there")
            }
            for object in annotation.children where object.name == "object" {
                guard let name = object["name"]?.text, !name.isEmpty, let bounds = object["bndbox"], let box = box(bounds) else {
                    broken.append(.init(file: document, reason: "has an object without a name or a box"))
                    continue
                }
                boxes[name, default: []].append(ImageLocation(file: file, part: .box(box)))
                if documents.last != document { documents.append(document) }
            }
        }

        /// Corners count from 1 and are inside.
        private func box(_ bounds: XMLNode) -> PixelBox? {
            let corners = ["xmin", "ymin", "xmax", "ymax"].compactMap { bounds[$0].flatMap { Double($0.text) } }
                .filter { abs($0) < 1e6 }.map { Int($0.rounded()) }
            guard corners.count == 4, corners[2] >= corners[0], corners[3] >= corners[1] else { return nil }
            return PixelBox(
                x: corners[0] - 1, y: corners[1] - 1, width: corners[2] - corners[0] + 1, height: corners[3] - corners[1] + 1)
        }
    }
}

private func lastComponent(_ path: String) -> String {
    String(path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "")
}
