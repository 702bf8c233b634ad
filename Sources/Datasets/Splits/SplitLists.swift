import Foundation
import Networks

/// A split by given lists: names of classes, or of groups for all classes in them.
///
/// As a JSON file: `{"training": ["Greek", "Latin/character03"], "validation": [...], "test": [...]}`. Where `training` is missing,
/// it is all that is in no other list.
public struct SplitLists: Codable, Sendable, Equatable {
    public var training: [String]?
    public var validation: [String]?
    public var test: [String]?

    public init(training: [String]? = nil, validation: [String]? = nil, test: [String]? = nil) {
        self.training = training
        self.validation = validation
        self.test = test
    }

    public init(contentsOf path: String) throws {
        do {
            let bytes = try FileBytes.read(path, limit: 64 << 20)
            self = try JSONDecoder().decode(SplitLists.self, from: Data(bytes))
        } catch let error as DatasetError {
            throw DatasetError("\(path) \(error)")
        } catch {
            throw DatasetError("\(path) is no split; write {\"training\": [names], \"validation\": [names], \"test\": [names]}")
        }
    }
}

extension ClassSplit {
    /// - Throws: `DatasetError` for a name that no class or group has, one in two lists, or a part with one class.
    public init(catalog: ImageCatalog, lists: SplitLists) throws {
        let names = ClassNames(catalog)
        var parts = try [lists.training, lists.validation, lists.test].map { try ($0 ?? []).flatMap(names.classes) }
        let listed = parts.joined()
        var seen: Set<Int> = []
        if let twice = listed.first(where: { !seen.insert($0).inserted }) {
            throw DatasetError(
                "the class \"\(catalog.classes[twice].path)\" is listed twice; a class belongs to one part of a split")
        }
        if lists.training == nil { parts[0] = catalog.classes.indices.filter { !seen.contains($0) } }
        for (part, name) in zip(parts, ["training", "validation", "test"])
        where part.count == 1 || (name == "training" && part.isEmpty) {
            throw DatasetError(
                "the lists leave \(part.count) \(Sentence.noun("class", "classes", count: part.count)) for \(name), but impostor pairs need two"
            )
        }
        self.init(training: parts[0], validation: parts[1], test: parts[2])
    }
}

/// Finds classes by what people call them: the whole path, a group's path, or a name that only one class has.
private struct ClassNames {
    private var byName: [String: [Int]] = [:]

    init(_ catalog: ImageCatalog) {
        for (index, info) in catalog.classes.enumerated() {
            var path = ""
            for folder in info.groups + [info.name] {
                path += path.isEmpty ? folder : "/" + folder
                byName[path, default: []].append(index)
            }
        }
        for (name, sameName) in Dictionary(grouping: catalog.classes.indices, by: { catalog.classes[$0].name })
        where sameName.count == 1 && byName[name] == nil {
            byName[name] = sameName
        }
    }

    func classes(_ name: String) throws -> [Int] {
        guard let found = byName[name] else {
            throw DatasetError("the split lists \"\(name)\", but no class or group has that name; write it as GROUP/CLASS")
        }
        return found
    }
}
