/// The targets under `Sources` and their dependencies, as Package.swift lists them.
enum PackageManifest {
    static func dependencies() throws -> [String: Set<String>] {
        let text = try SourceTree.text(of: "Package.swift")
        var result: [String: Set<String>] = [:]
        // Each target begins with its kind and its name; what follows up to the next one belongs to it.
        let pattern =
            #/\.(?<kind>target|executableTarget|testTarget)\(\s*name:\s*"(?<name>\w+)"(?<rest>.*?)(?=\.(?:target|executableTarget|testTarget)\(|\z)/#
            .dotMatchesNewlines()
        for match in text.matches(of: pattern) where match.kind != "testTarget" {
            let rest = String(match.rest)
            // Helpers of the tests live under Tests and are no rooms.
            guard !rest.contains(#"path: "Tests/"#) else { continue }
            let list = rest.firstMatch(of: #/dependencies:\s*\[(?<list>.*)\]/#.dotMatchesNewlines())?.list ?? ""
            result[String(match.name)] = Set(list.matches(of: #/"(?<name>[A-Z]\w*)"/#).map { String($0.name) })
        }
        return result
    }
}
