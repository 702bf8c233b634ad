/// Kinds of image file that are known but not read, told apart by their first bytes, or by their names where those say nothing.
enum ForeignFormat: String, CaseIterable {
    case gif = "GIF"
    case bitmap = "BMP"
    case webP = "WebP"
    case tiff = "TIFF"
    case avif = "AVIF"
    case heic = "HEIC"
    case jpeg2000 = "JPEG 2000"
    case jpegXL = "JPEG XL"
    case targa = "TGA"
    case photoshop = "Photoshop"
    case icon = "ICO"
    case openEXR = "OpenEXR"
    case radiance = "Radiance HDR"
    case directDraw = "DDS"
    case quiteOK = "QOI"
    case portableFloat = "PFM"
    case portableAny = "PAM"
    case dicom = "DICOM"
    case fits = "FITS"
    case pcx = "PCX"
    case silicon = "SGI"
    case xpm = "XPM"
    case svg = "SVG"
    case cameraRaw = "camera raw"

    static let signatureLength = 512

    /// Words to be put behind a file's name.
    var reason: String { "is an image in a format that is not read (\(rawValue)); convert it to PNG or JPEG" }

    init?(firstBytes bytes: [UInt8], name: String) {
        guard let format = Self.byContent(bytes) ?? Self.byName(name) else { return nil }
        self = format
    }

    private static func byContent(_ bytes: [UInt8]) -> ForeignFormat? {
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return .webP }
        if bytes.dropFirst(4).starts(with: "ftyp".utf8) {
            // Further brands follow after four bytes of a version.
            let brands = stride(from: 8, to: min(bytes.count - 3, 64), by: 4).map {
                String(decoding: bytes[$0..<$0 + 4], as: UTF8.self)
            }
            if brands.contains(where: ["avif", "avis"].contains) { return .avif }
            if brands.first == "crx " { return .cameraRaw }
            if brands.contains(where: ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"].contains) { return .heic }
            return nil
        }
        // Two letters are little, and a text may begin with them: four bytes of zero are reserved.
        if bytes.starts(with: "BM".utf8), bytes.dropFirst(6).starts(with: [0, 0, 0, 0]) { return .bitmap }
        if bytes.dropFirst(128).starts(with: "DICM".utf8) { return .dicom }
        return signatures.first { bytes.starts(with: $0.bytes) }?.format
    }

    private static let signatures: [(bytes: [UInt8], format: ForeignFormat)] = [
        (Array("GIF8".utf8), .gif), ([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], .jpeg2000), ([0xFF, 0x4F, 0xFF, 0x51], .jpeg2000),
        ([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20], .jpegXL), ([0xFF, 0x0A], .jpegXL), (Array("8BPS".utf8), .photoshop),
        (Array("II*\0".utf8), .tiff), (Array("MM\0*".utf8), .tiff), (Array("II+\0".utf8), .tiff), (Array("MM\0+".utf8), .tiff),
        ([0, 0, 1, 0], .icon), ([0x76, 0x2F, 0x31, 0x01], .openEXR), (Array("#?R".utf8), .radiance),
        (Array("DDS ".utf8), .directDraw),
        (Array("qoif".utf8), .quiteOK), (Array("PF\n".utf8), .portableFloat), (Array("Pf\n".utf8), .portableFloat),
        (Array("P7\n".utf8), .portableAny), (Array("SIMPLE  =".utf8), .fits), (Array("FUJIFILMCCD-RAW".utf8), .cameraRaw),
        (Array("/* XPM".utf8), .xpm),
    ]

    /// Formats without a signature, and files that are too damaged to have one.
    private static func byName(_ name: String) -> ForeignFormat? {
        ImageFormat.ending(of: name).flatMap { endings[$0] }
    }

    /// In lower case, without the dot.
    static let endings: [String: ForeignFormat] = [
        "gif": .gif, "bmp": .bitmap, "dib": .bitmap, "webp": .webP, "tif": .tiff, "tiff": .tiff, "avif": .avif, "avifs": .avif,
        "heic": .heic, "heif": .heic, "hif": .heic, "jp2": .jpeg2000, "j2k": .jpeg2000, "jpf": .jpeg2000, "jpx": .jpeg2000,
        "j2c": .jpeg2000, "jpc": .jpeg2000, "jxl": .jpegXL, "tga": .targa, "psd": .photoshop, "ico": .icon, "exr": .openEXR,
        "dds": .directDraw, "qoi": .quiteOK, "pfm": .portableFloat, "pam": .portableAny, "dcm": .dicom,
        "fits": .fits, "pcx": .pcx, "sgi": .silicon, "xpm": .xpm, "svg": .svg, "cr2": .cameraRaw, "cr3": .cameraRaw,
        "nef": .cameraRaw, "arw": .cameraRaw, "dng": .cameraRaw, "orf": .cameraRaw, "rw2": .cameraRaw, "raf": .cameraRaw,
    ]
}
