import Foundation
import Networks

/// What is left of a picture at 8x8 gray levels, without its brightness and its contrast: nearly the same however a picture is encoded,
/// and at half its size.
public struct PictureSketch: Sendable, Equatable {
    /// Row by row, of mean 0 and norm 1.
    let values: [Float]

    static let side = 8
    /// A picture whose gray levels deviate less says nothing.
    private static let leastContrast: Float = 4

    /// - Parameter values: gray levels, 0 to 255, row by row.
    init?(_ values: [Float]) {
        let mean = values.reduce(0, +) / Float(max(1, values.count))
        let centered = values.map { $0 - mean }
        let norm = centered.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard norm > Self.leastContrast * Float(Self.side) else { return nil }
        self.values = centered.map { $0 / norm }
    }

    /// Whether two pictures are nearer than this: 0 is between the same, 1.4 between pictures that have nothing to do with each other.
    func isNearer(to other: PictureSketch, than distance: Float) -> Bool {
        let (limit, count) = (distance * distance, values.count)
        var (sum, step) = (Float(0), 0)
        // From the middle outwards and to and fro: margins are alike in many pictures, and most pairs are told apart by a few values.
        while step < count {
            let index = (step &* 29 &+ 27) % count
            let difference = values[index] - other.values[index]
            sum += difference * difference
            if sum >= limit { return false }
            step += 1
        }
        return true
    }
}

/// Sketches of the images of a catalogue, made while they are decoded on several threads. Safe from any thread: everything is behind the
/// lock.
final class SketchTally: @unchecked Sendable {
    private let lock = NSLock()
    private var sketches: [Int: PictureSketch] = [:]
    private let resizer: Resizer?

    /// More images than these are not compared: it would take longer than it is worth.
    private static let most = 50_000

    init(images: Int) {
        let shape = TensorShape.image(channels: 1, height: PictureSketch.side, width: PictureSketch.side)
        resizer = images > Self.most ? nil : try? Resizer(shape: shape)
    }

    func note(_ image: DecodedImage, _ item: Int) {
        guard let resizer, let sketch = PictureSketch(resizer.floats(from: image).map { $0 * 255 }) else { return }
        lock.withLock { sketches[item] = sketch }
    }

    /// Those of some items, in their order.
    func of(_ items: some Sequence<Int>) -> [PictureSketch?] { lock.withLock { items.map { sketches[$0] } } }
}
