extension ImageCatalog {
    /// Where an item's file is.
    public func path(of item: Int) -> String {
        root + "/" + items[item].location.file
    }

    /// An item's image as it is in its file.
    /// - Throws: `DatasetError` that names the file.
    public func decode(_ item: Int) throws -> DecodedImage {
        do {
            return try decodeUnnamed(item)
        } catch let error as DatasetError {
            throw DatasetError("\(root)/\(items[item].file) \(error)")
        }
    }

    /// - Throws: `DatasetError` that begins with a verb, to be put behind the item's name.
    func decodeUnnamed(_ item: Int) throws -> DecodedImage {
        let location = items[item].location
        switch location.part {
        case .record(let number):
            guard let file = records[location.file] else { throw DatasetError("is in no file that was read") }
            return try file.image(number)
        case .box(let box):
            return try ImageDecoder.decode(FileBytes.read(path(of: item), limit: ImageDecoder.maximumFileBytes)).cropped(to: box)
        case nil:
            return try ImageDecoder.decode(FileBytes.read(path(of: item), limit: ImageDecoder.maximumFileBytes))
        }
    }
}
