import Foundation

/// Where the package's executables were built: beside the tests.
public enum BuiltProgram {
    public static func path(of name: String) -> String {
        var folders = [Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
        folders += CommandLine.arguments.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        let paths = folders.map { $0.appendingPathComponent(name).path }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[0]
    }
}
