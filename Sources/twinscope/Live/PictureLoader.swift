import Dashboard
import Datasets

/// Decodes the images that a screen asks for.
struct PictureLoader {
    private let root: String

    init(root: String) {
        self.root = root
    }

    func load(_ file: String) -> Picture? {
        guard let image = try? ImageDecoder.decode(contentsOf: root + "/" + file) else { return nil }
        return Picture(width: image.width, height: image.height, channels: image.channels, pixels: image.pixels)
    }
}
