import Datasets
import Foundation

/// A folder of files that vanishes with the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("twinscope-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ bytes: [UInt8], to file: String) throws {
        let url = URL(fileURLWithPath: path + "/" + file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func write(_ text: String, to file: String) throws {
        try write(Array(text.utf8), to: file)
    }

    func remove(_ file: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + file)
    }

    func rename(_ file: String, to name: String) throws {
        try FileManager.default.moveItem(atPath: path + "/" + file, toPath: path + "/" + name)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    /// A grey image of one colour.
    func writeImage(_ file: String, value: UInt8 = 100, width: Int = 6, height: Int = 5) throws {
        let pixels = [UInt8](repeating: value, count: width * height)
        try write(PNGEncoder.encode(DecodedImage(width: width, height: height, channels: 1, pixels: pixels)), to: file)
    }
}
