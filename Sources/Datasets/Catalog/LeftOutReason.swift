/// Why files are of no use, as words to be put behind their names. Where a file is, or what it is, decides; each has one reason.
enum LeftOutReason {
    static let hidden = "is hidden"
    static let inHiddenFolder = "lies in a hidden folder"
    static let inSystemFolder = "lies in a folder that a system keeps for itself"
    static let ambiguousName = "has a name that is not UTF-8 and is shown as another name beside it; rename it"
    static let inAmbiguousName =
        "lies in a folder whose name is not UTF-8 and is shown as another name beside it; rename the folder"
    static let closedFolder = "is a folder that cannot be opened; check that you may read it"
    static let device = "is a device or a pipe"
    static let brokenLink = "is a link to nothing"
    static let outwardLink = "is a link to the outside of the data set; copy what it leads to into it"
    static let inwardLink = "is a link to a folder of the data set, which is read where it is"
    static let outsideClasses = "lies outside every class folder"
    static let unlisted = "is in no listed pair"
    static let unannotated = "is named by no annotation that can be used"
    static let compressedTwin = "is a compressed copy of the file beside it"
    static let unusedRecords = "belongs to no pair of images and labels"

    /// Photo stations, archives of a Mac, recycle bins: copies and metadata, never classes.
    static let systemFolders: Set<String> = [
        "@eaDir", "__MACOSX", "#recycle", "$RECYCLE.BIN", "System Volume Information", "lost+found", "__pycache__",
    ]

    /// What a file is that no part of the data set names.
    /// - Parameter isImageExpected: whether an image would have been used: then only what is no image gets here.
    static func ofUnused(_ path: String, image reason: String) -> String {
        let bytes = FileBytes.prefix(path, count: ForeignFormat.signatureLength)
        guard !bytes.isEmpty else {
            return FileBytes.canBeOpened(path) ? "is empty" : "cannot be opened; check that you may read it"
        }
        if ImageFormat(firstBytes: bytes) != nil { return reason }
        if let format = ForeignFormat(firstBytes: bytes, name: path) { return format.reason }
        if isArchive(bytes) {
            return isTwin(path) ? compressedTwin : "is an archive; extract it if images are in it"
        }
        return isText(bytes) ? "is a text" : "is no image"
    }

    /// `a.png.gz` beside `a.png`.
    private static func isTwin(_ path: String) -> Bool {
        guard let ending = ImageFormat.ending(of: path), !ending.contains("/") else { return false }
        return FileKind(at: String(path.dropLast(ending.count + 1))) == .file
    }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        // The last character may be cut off.
        !bytes.contains(0) && (0..<4).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }

    private static func isArchive(_ bytes: [UInt8]) -> Bool {
        let beginnings: [[UInt8]] = [
            [0x1F, 0x8B], Array("PK\u{3}\u{4}".utf8), Array("PK\u{5}\u{6}".utf8), Array("BZh".utf8), Array("Rar!".utf8),
            [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x28, 0xB5, 0x2F, 0xFD],
        ]
        return beginnings.contains { bytes.starts(with: $0) } || bytes.dropFirst(257).starts(with: "ustar".utf8)
    }
}
