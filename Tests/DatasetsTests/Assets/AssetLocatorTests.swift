import Foundation
import Testing

@testable import Datasets

struct AssetLocatorTests {
    private let nowhere = "/nowhere/Sources/Datasets/Assets/AssetLocator.swift"

    @Test func thePackageHasTheGlyphs() throws {
        let path = try AssetLocator().path(of: "datasets/glyphs")
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test(arguments: ["bin/assets", "share/twinscope/assets", "share/twinscope"])
    func besideACopiedBinary(place: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "bin/twinscope")
        try folder.write("x", to: place + "/datasets/mark")
        let locator = AssetLocator(
            folder: nil, environment: [:], executable: folder.path + "/bin/twinscope", sourceFile: nowhere)
        #expect(try FileBytes.read(locator.path(of: "datasets/mark"), limit: 9) == Array("x".utf8))
    }

    @Test func theOptionCountsBeforeTheEnvironmentBeforeAllElse() throws {
        let folder = try TemporaryFolder()
        for name in ["option", "environment", "bin/assets"] { try folder.write(name, to: name + "/mark") }
        func found(_ option: String?, _ variable: String?) throws -> String {
            let environment = variable.map { [AssetLocator.environmentVariable: folder.path + "/" + $0] } ?? [:]
            let locator = AssetLocator(
                folder: option.map { folder.path + "/" + $0 }, environment: environment,
                executable: folder.path + "/bin/twinscope", sourceFile: nowhere)
            return String(decoding: try FileBytes.read(locator.path(of: "mark"), limit: 99), as: UTF8.self)
        }
        #expect(try found("option", "environment") == "option")
        #expect(try found(nil, "environment") == "environment")
        #expect(try found(nil, nil) == "bin/assets")
        let error = #expect(throws: DatasetError.self) { try found("missing", "environment") }
        #expect(error?.description.contains("--assets") == true)
    }

    @Test func theSentenceListsWhereItLooked() throws {
        let locator = AssetLocator(folder: nil, environment: [:], executable: "/none/bin/twinscope", sourceFile: nowhere)
        let error = #expect(throws: DatasetError.self) { try locator.path(of: "datasets/glyphs") }
        for place in ["/none/bin/assets", "/none/share/twinscope/assets", "/nowhere/assets", "--assets"] {
            #expect(error?.description.contains(place) == true)
        }
    }
}
