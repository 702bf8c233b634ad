import Datasets
import Networks

/// Some images of a data set, for a person to look at. Broken ones are passed over.
struct SampleSheet {
    let catalog: ImageCatalog
    let seed: UInt64

    /// Each row holds images of one class while classes are long enough, otherwise of any.
    func images(rows: Int, columns: Int) -> [[DecodedImage]] {
        var generator = SeededGenerator(seed: seed).derived("contact sheet")
        let classes = catalog.classes.filter { $0.items.count > 1 }.shuffled(using: &generator)
        let longEnough = classes.filter { $0.items.count >= columns / 2 }
        guard longEnough.isEmpty else {
            return longEnough.prefix(rows).map { readable($0.items.shuffled(using: &generator), columns) }.filter { !$0.isEmpty }
        }
        let items = readable(catalog.items.indices.shuffled(using: &generator), rows * columns)
        return stride(from: 0, to: items.count, by: columns).map { Array(items[$0..<min($0 + columns, items.count)]) }
    }

    /// Each row begins with an image at the network's size and goes on with what becomes of it, step by step.
    func augmented(_ input: TensorShape?, by augmentation: Augmentation, views: ViewClasses, rows: Int, columns: Int) throws
        -> [[DecodedImage]]
    {
        let shape = input ?? .image(channels: catalog.typicalChannels, height: 105, width: 105)
        let plain = try ImagePreview(shape: shape, augmentation: .none, seed: seed)
        let changed = try ImagePreview(shape: shape, augmentation: augmentation, seed: seed)
        var generator = SeededGenerator(seed: seed).derived("contact sheet")
        let images = readable(catalog.items.indices.shuffled(using: &generator), rows)
        return images.enumerated().map { row, image in
            [plain.image(image)]
                + (0..<columns - 1).map { column in
                    changed.image(image, view: views.all[column % views.count], step: row, place: column)
                }
        }
    }

    private func readable(_ items: [Int], _ count: Int) -> [DecodedImage] {
        Array(items.lazy.compactMap { try? catalog.decode($0) }.prefix(count))
    }
}
