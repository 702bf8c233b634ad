import Datasets

/// Which images are for training, for validation and for the test.
public struct SplitOptions: Codable, Sendable, Equatable {
    /// What stays together: classes, or whole groups of them. `nil` follows the data set's own folders (`train`, `val`, `test`) where it has
    /// them, and otherwise keeps classes together.
    public var unit: ClassSplit.Unit?
    /// Shares of all, 0 to 1. Where folders are the split, only `validation` counts, and only where none of them is for validation.
    public var validation = 0.15
    public var test = 0.15
    /// Classes and groups by name; the shares then do not count.
    public var lists: SplitLists?

    public init(unit: ClassSplit.Unit? = nil, validation: Double = 0.15, test: Double = 0.15, lists: SplitLists? = nil) {
        self.unit = unit
        self.validation = validation
        self.test = test
        self.lists = lists
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case unit, validation, test, lists
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(of: "options of a split", otherThan: CodingKeys.allCases.map(\.stringValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            unit: try values.decodeIfPresent(ClassSplit.Unit.self, forKey: .unit),
            validation: try values.decodeIfPresent(Double.self, forKey: .validation) ?? 0.15,
            test: try values.decodeIfPresent(Double.self, forKey: .test) ?? 0.15,
            lists: try values.decodeIfPresent(SplitLists.self, forKey: .lists))
    }

    /// Lists by name win over a unit that was chosen, and that over the data set's own folders.
    func split(_ catalog: ImageCatalog, seed: UInt64, copies: ImageCopies) throws -> ClassSplit {
        if let lists { return try ClassSplit(catalog: catalog, lists: lists) }
        if unit == nil, let folders = catalog.splitFolders {
            return try ClassSplit(foldersOf: catalog, folders, validation: validation, seed: seed)
        }
        return try ClassSplit(
            catalog: catalog, by: unit ?? .classes, validation: validation, test: test, seed: seed, copies: copies)
    }
}
