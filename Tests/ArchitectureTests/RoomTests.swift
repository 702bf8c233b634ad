import Foundation
import Testing

/// The rooms of the package are what the README says they are.
@Suite struct RoomTests {
    @Test func everyRoomIsInTheTable() throws {
        let table = try RoomTable.readme.get()
        let folders = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.appendingPathComponent("Sources").path)
        #expect(
            Set(folders) == Set(table.allowed.keys),
            "the README's table and the folders under Sources name the same targets")
    }

    @Test func importsKeepToTheTable() throws {
        let table = try RoomTable.readme.get()
        let files = try SourceTree.swiftFiles.get()
        #expect(!files.isEmpty)
        for file in files {
            let allowed = (table.allowed[file.target] ?? []).union(RoomTable.system)
            let foreign = file.imports.filter { !allowed.contains($0) }
            #expect(
                foreign.isEmpty,
                "\(file) imports \(foreign.joined(separator: ", ")), which the README does not allow \(file.target)")
        }
    }

    /// Data flows one way: a room imports only rooms that stand above it.
    @Test func nothingImportsWhatComesAfterIt() throws {
        let table = try RoomTable.readme.get()
        for (place, target) in table.order.enumerated() {
            let later = Set(table.order[place...]).intersection(table.allowed[target] ?? [])
            #expect(later.isEmpty, "\(target) may import \(later.sorted()), which come after it")
        }
    }

    @Test func packageDependenciesAreThoseOfTheTable() throws {
        let table = try RoomTable.readme.get()
        let dependencies = try PackageManifest.dependencies()
        #expect(Set(dependencies.keys) == Set(table.allowed.keys), "Package.swift and the README name the same targets")
        for (target, listed) in dependencies {
            let beyond = listed.subtracting(table.allowed[target] ?? [])
            #expect(beyond.isEmpty, "Package.swift lets \(target) depend on \(beyond.sorted()), the README does not")
        }
    }

    /// C stops at its doors: only the room behind a door opens it. `CKernels` is plain loops over numbers, for the two rooms that compute.
    @Test(arguments: [
        ("COneDNN", ["Engine"]), ("CKernels", ["Engine", "MetricLearning"]), ("CImageCodecs", ["Datasets"]),
        ("CNCurses", ["Terminal"]), ("CCrash", ["Terminal"]),
    ])
    func onlyItsRoomsOpenADoor(door: String, rooms: [String]) throws {
        let importers = try SourceTree.swiftFiles.get().filter { $0.imports.contains(door) }.map(\.target)
        #expect(Set(importers).isSubset(of: rooms), "only \(rooms) import \(door)")
    }

    @Test func theReaderOfTheTableSeesWhatIsWrong() throws {
        #expect(throws: RoomTable.Missing.self) { try RoomTable(readme: "# Nothing\n") }
        let table = try RoomTable(
            readme: """
                ## Architecture

                | target | what lives there | may import |
                |---|---|---|
                | `A` | - | - |
                | `B` | - | A |
                | `Program` | - | all, Parser |
                """)
        #expect(table.allowed == ["A": [], "B": ["A"], "Program": ["A", "B", "Parser"]])
        let file = SourceTree.File(
            target: "A", path: "", text: "@testable import B\npublic import struct C.Thing\nlet import = 1")
        #expect(file.imports == ["B", "C"])
    }
}
