extension ImageCatalog {
    /// The images of some classes alone, in their order.
    public func selecting(classes chosen: [Int]) -> ImageCatalog {
        selecting(images: chosen.map { Array(classes[$0].items) })
    }

    /// Some images alone, in their order.
    ///
    /// - Parameter images: class by class, as places in `items`; no class twice.
    public func selecting(images: [[Int]]) -> ImageCatalog {
        let kept = images.filter { !$0.isEmpty }.map { places in
            let info = classes[items[places[0]].classIndex]
            return ClassFiles(groups: info.groups, name: info.name, locations: places.map { items[$0].location })
        }
        return ImageCatalog(root: root, classes: kept, broken: broken, records: records, splitFolders: splitFolders)
    }
}
