extension ImageCatalog {
    /// Where an item's file is. Lists of pairs may name files anywhere.
    public func path(of item: Int) -> String {
        let file = items[item].location.file
        return file.hasPrefix("/") ? file : root + "/" + file
    }

    /// An item's image as it is in its file.
    /// - Throws: `DatasetError` that names the file.
    public func decode(_ item: Int) throws -> DecodedImage {
        do {
            return try decodeUnnamed(item)
        } catch let error as DatasetError {
            throw DatasetError("\(path(of: item)) \(error)")
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
            let bytes = try FileBytes.read(path(of: item), limit: ImageDecoder.maximumFileBytes)
            return try ImageDecoder.decode(bytes, named: location.file, turnsUpright: false).cropped(to: box)
        case nil:
            return try ImageDecoder.decode(
                FileBytes.read(path(of: item), limit: ImageDecoder.maximumFileBytes), named: location.file)
        }
    }
}

extension ImageCatalog {
    /// 3 where one of a few images, evenly spread, shows a colour that is no grey, otherwise 1: what a network for them should take.
    public var typicalChannels: Int {
        let step = max(1, items.count / 8)
        let seen = stride(from: 0, to: items.count, by: step).lazy.compactMap { try? decode($0) }
        return seen.contains(where: \.hasColour) ? 3 : 1
    }
}

extension DecodedImage {
    /// Whether any pixel is other than grey; a little difference is what JPEG makes of grey.
    fileprivate var hasColour: Bool {
        channels == 3
            && stride(from: 0, to: pixels.count, by: 3).contains { place in
                let pixel = pixels[place..<place + 3]
                return Int(pixel.max() ?? 0) - Int(pixel.min() ?? 0) > 8
            }
    }
}
