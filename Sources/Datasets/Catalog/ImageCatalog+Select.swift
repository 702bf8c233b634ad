extension ImageCatalog {
    /// The images of some classes alone, in their order.
    public func selecting(classes chosen: [Int]) -> ImageCatalog {
        let kept = chosen.map { classes[$0] }.map { info in
            ClassFiles(groups: info.groups, name: info.name, locations: info.items.map { items[$0].location })
        }
        return ImageCatalog(root: root, classes: kept, broken: broken, records: records)
    }
}
