import Datasets

/// Which images are for training, which to choose on and which to judge by.
public struct SplitOptions: Codable, Sendable, Equatable {
    /// What stays together: classes, or whole groups of them.
    public var unit = ClassSplit.Unit.classes
    /// Shares of all, 0 to 1.
    public var validation = 0.15
    public var test = 0.15
    /// Classes and groups by name; the shares then do not count.
    public var lists: SplitLists?

    public init(unit: ClassSplit.Unit = .classes, validation: Double = 0.15, test: Double = 0.15, lists: SplitLists? = nil) {
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
            unit: try values.decodeIfPresent(ClassSplit.Unit.self, forKey: .unit) ?? .classes,
            validation: try values.decodeIfPresent(Double.self, forKey: .validation) ?? 0.15,
            test: try values.decodeIfPresent(Double.self, forKey: .test) ?? 0.15,
            lists: try values.decodeIfPresent(SplitLists.self, forKey: .lists))
    }

    func split(_ catalog: ImageCatalog, seed: UInt64) throws -> ClassSplit {
        if let lists { return try ClassSplit(catalog: catalog, lists: lists) }
        return try ClassSplit(catalog: catalog, by: unit, validation: validation, test: test, seed: seed)
    }
}
