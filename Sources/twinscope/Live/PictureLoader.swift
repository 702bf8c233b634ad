import Dashboard
import Datasets

/// Decodes the images that a screen asks for.
struct PictureLoader {
    let places: ImagePlaces

    func load(_ file: String) -> Picture? {
        guard let path = try? places.path(of: file), let image = try? ImageDecoder.decode(contentsOf: path) else { return nil }
        return Picture(width: image.width, height: image.height, channels: image.channels, pixels: image.pixels)
    }
}
