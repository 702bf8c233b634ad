import Datasets
import Foundation
import Networks
import Training

/// The image files of a run's data set as they are now, each held to what it was when the run was trained.
public struct RunImages: Sendable {
    /// The folder that the names of images begin in.
    public let root: String
    /// What they were; empty for a run that did not keep it.
    private let known: [String: ImageContent]

    /// - Parameter path: where the data set is now, if it has moved.
    public init(_ manifest: RunManifest, at path: String? = nil) {
        root = Self.root(of: path.map(AbsolutePath.of) ?? manifest.data?.path ?? manifest.description.dataset.path)
        known = manifest.data.map(Self.contents) ?? [:]
    }

    /// Of a training that goes on now.
    public init(of record: DatasetRecord) {
        root = Self.root(of: record.path)
        known = Self.contents(record)
    }

    private static func contents(_ record: DatasetRecord) -> [String: ImageContent] {
        Dictionary(record.entries().map { ($0.file, $0.content) }) { first, _ in first }.compactMapValues(\.self)
    }

    /// A list of pairs and an IDX file name images beside them.
    static func root(of path: String) -> String {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return isThere && !isFolder.boolValue ? (path as NSString).deletingLastPathComponent : path
    }

    /// Where an image is.
    public func path(of file: String) -> String { file.hasPrefix("/") ? file : root + "/" + file }

    /// Where an image is, if it still is the image that it was.
    ///
    /// - Throws: `RunError` where it is another one now, `DatasetError` where it cannot be read.
    public func checkedPath(of file: String) throws -> String {
        let path = path(of: file)
        if let was = known[file], try ImageContent(contentsOf: path) != was {
            throw RunError(
                "\(path) is not the image that it was when the run was trained; say where that is with `--dataset DIR`")
        }
        return path
    }

    /// An image as it was.
    ///
    /// - Throws: what `checkedPath` does.
    public func decode(_ file: String) throws -> DecodedImage {
        try ImageDecoder.decode(contentsOf: checkedPath(of: file))
    }
}
