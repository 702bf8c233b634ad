/// The kinds of image file that can be read, told apart by their first bytes: what a file is called says nothing for certain.
public enum ImageFormat: String, Sendable, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    case portableMap = "PNM"

    /// What such files are usually called.
    var fileExtension: String {
        switch self {
        case .png: "png"
        case .jpeg: "jpg"
        case .portableMap: "pnm"
        }
    }

    /// How many bytes `init(firstBytes:)` wants to see.
    static let signatureLength = 8

    /// `nil` for anything else than an image.
    public init?(firstBytes bytes: some Collection<UInt8>) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if Self.isPortableMap(Array(bytes.prefix(3))) {
            self = .portableMap
        } else {
            return nil
        }
    }

    private static func isPortableMap(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 3, bytes[0] == UInt8(ascii: "P"), (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(bytes[1]) else {
            return false
        }
        return [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#")]
            .contains(bytes[2])
    }

    /// Whether a file's ending promises an image, also of a kind that cannot be read: such a file is reported when it is none, any
    /// other file is passed over.
    static func isPromised(by name: String) -> Bool {
        guard let ending = ending(of: name) else { return false }
        return readableEndings.contains(ending) || ForeignFormat.endings[ending] != nil
    }

    /// What stands behind the last dot, in lower case.
    static func ending(of name: String) -> String? {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        return name[dot...].dropFirst().lowercased()
    }

    private static let readableEndings: Set<String> = ["png", "jpg", "jpeg", "jpe", "jfif", "pnm", "pbm", "pgm", "ppm"]
}
