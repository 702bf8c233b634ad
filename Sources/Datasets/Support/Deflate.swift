import CImageCodecs
import Foundation

/// The compression inside zip files: bare deflate, without gzip's header.
public enum Deflate {
    /// - Parameter limit: the most that may come out.
    /// - Throws: `DatasetError` that begins with a verb.
    public static func inflate(_ bytes: [UInt8], limit: Int) throws -> [UInt8] {
        try Gzip.inflate(bytes, limit: limit, with: cimage_inflate_deflate)
    }
}

public enum Checksum {
    /// The checksum of zip, gzip and PNG files.
    public static func crc32(_ bytes: Data) -> UInt32 {
        bytes.withUnsafeBytes { cimage_crc32($0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
    }
}
