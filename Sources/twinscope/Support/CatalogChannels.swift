import Datasets

extension ImageCatalog {
    /// Channels that suit most images: 3 where most of a few of them are in colour, else 1.
    var typicalChannels: Int {
        let step = max(1, items.count / 9)
        let sampled = stride(from: 0, to: items.count, by: step).compactMap { try? ImageDecoder.decode(contentsOf: path(of: $0)) }
        return 2 * sampled.count { $0.channels == 3 } > sampled.count ? 3 : 1
    }
}
