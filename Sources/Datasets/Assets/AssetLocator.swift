import Foundation

/// Finds the files that come with the program, from any working directory and for a copied binary too.
///
/// Where a person names a folder (an option, the environment) only that is searched; otherwise beside the binary, in
/// `../share/twinscope`, and in the package that the program was built from.
public struct AssetLocator: Sendable {
    /// The environment variable that names the folder.
    public static let environmentVariable = "TWINSCOPE_ASSETS"

    /// Searched in this order.
    let folders: [String]
    private let whoNamedIt: String?

    /// - Parameter folder: what `--assets` was given, if it was.
    public init(explicit folder: String? = nil) {
        // A package is used without the folder that it was built in, and does not tell it.
        #if PACKAGED
            let sourceFile: String? = nil
        #else
            let sourceFile: String? = #filePath
        #endif
        self.init(
            folder: folder, environment: ProcessInfo.processInfo.environment, executable: Bundle.main.executablePath,
            sourceFile: sourceFile)
    }

    init(folder: String?, environment: [String: String], executable: String?, sourceFile: String?) {
        if let folder {
            (folders, whoNamedIt) = ([folder], "--assets")
        } else if let folder = environment[Self.environmentVariable], !folder.isEmpty {
            (folders, whoNamedIt) = ([folder], Self.environmentVariable)
        } else {
            let binaryFolder = executable.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent() }
            // Sources/Datasets/Assets/AssetLocator.swift: the package is four levels up.
            let package = sourceFile.map { file in
                (0..<4).reduce(URL(fileURLWithPath: file)) { url, _ in url.deletingLastPathComponent() }
            }
            let shared = binaryFolder?.deletingLastPathComponent().appendingPathComponent("share/twinscope")
            folders = [binaryFolder, shared, package].compactMap { $0?.path }
            whoNamedIt = nil
        }
    }

    /// The names of the recipes there are.
    public var recipes: [String] {
        let folder = try? path(of: "recipes")
        let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(".json".count)) }.sorted()
    }

    /// The path of an asset, for example `datasets/glyphs`. A folder may be the assets themselves or hold them as `assets`.
    /// - Throws: `DatasetError` that lists where it was looked for.
    public func path(of asset: String) throws -> String {
        let candidates = folders.flatMap { ["\($0)/assets/\(asset)", "\($0)/\(asset)"] }
        if let found = candidates.first(where: FileManager.default.fileExists(atPath:)) { return found }
        if let whoNamedIt {
            throw DatasetError(
                "\(folders[0]), named by \(whoNamedIt), holds no \(asset); give the folder \"assets\" of the package")
        }
        throw DatasetError(
            "\(asset) was not found in \(folders.map { $0 + "/assets" }.joined(separator: ", ")); name the folder \"assets\" with `--assets DIR` or \(Self.environmentVariable)",
            isMissingInput: true
        )
    }
}
