import Datasets

extension ImageCatalog {
    /// Classes of these sizes in one group.
    static func ofSizes(_ sizes: [Int]) -> ImageCatalog {
        grouped([sizes])
    }

    /// Groups "g0", "g1", ... of classes of these sizes.
    static func grouped(_ groups: [[Int]]) -> ImageCatalog {
        ImageCatalog(
            root: "r",
            classes: groups.enumerated().flatMap { group, sizes in
                sizes.enumerated().map { label, size in
                    ClassFiles(groups: ["g\(group)"], name: "c\(label)", files: (0..<size).map { "g\(group)/c\(label)/\($0)" })
                }
            })
    }
}
