import Foundation

/// The table of the README's section "Architecture": target, what lives there, what it may import.
struct RoomTable {
    /// What each target may import besides the system's modules; `all` opens every room of the package.
    let allowed: [String: Set<String>]
    let order: [String]

    /// Swift's and the system's own modules, which belong to no room.
    static let system: Set<String> = ["Foundation", "Dispatch", "Synchronization", "Glibc", "Darwin"]

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    init(readme: String) throws {
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
        let section = lines.drop { $0 != "## Architecture" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        let rows = section.filter { $0.hasPrefix("|") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        guard rows.first == ["target", "what lives there", "may import"] else {
            throw Missing(
                description: """
                    README.md needs a section "## Architecture" with a table "| target | what lives there | may import |"
                    """)
        }
        var allowed: [String: Set<String>] = [:]
        var order: [String] = []
        for row in rows.dropFirst(2) where row.count == 3 {
            let target = row[0].trimmingCharacters(in: ["`"])
            let imports = row[2].split(separator: ",").map { $0.trimmingCharacters(in: [" ", "`"]) }
            allowed[target] = Set(imports.filter { $0 != "-" })
            order.append(target)
        }
        if let program = allowed.first(where: { $0.value.contains("all") })?.key {
            allowed[program]?.remove("all")
            allowed[program]?.formUnion(order.filter { $0 != program })
        }
        self.allowed = allowed
        self.order = order
    }

    static let readme = Result { try RoomTable(readme: SourceTree.text(of: "README.md")) }
}
