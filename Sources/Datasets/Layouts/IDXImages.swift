/// A file of equally large grey images as MNIST has them: big-endian 0x00000803, count, rows, columns, then a byte a pixel
/// (LeCun, Cortes, Burges, "The MNIST database"). Four dimensions (0x00000804) hold colour, channels last.
struct IDXImages: Sendable, Equatable {
    let count: Int
    private let height: Int
    private let width: Int
    private let channels: Int
    private let bytes: [UInt8]
    private let offset: Int

    /// - Throws: `DatasetError` that begins with a verb, to be put behind the file's name.
    init(_ file: IDXFile) throws {
        guard file.dimensions.count == 3 || file.dimensions.count == 4 else {
            throw DatasetError("is an IDX file with \(file.dimensions.count) dimensions, but images have 3, or 4 in colour")
        }
        let channels = file.dimensions.count == 4 ? file.dimensions[3] : 1
        guard channels == 1 || channels == 3, file.dimensions[1] > 0, file.dimensions[2] > 0 else {
            throw DatasetError(
                "is an IDX file of images of \(file.dimensions.dropFirst().map(String.init).joined(separator: "x"))")
        }
        count = file.dimensions[0]
        height = file.dimensions[1]
        width = file.dimensions[2]
        self.channels = channels
        bytes = file.bytes
        offset = file.offset
    }

    /// Whether two files are the same once inflated.
    func holdsTheSame(as other: IDXImages) -> Bool {
        (count, height, width, channels) == (other.count, other.height, other.width, other.channels)
            && bytes[offset...].elementsEqual(other.bytes[other.offset...])
    }

    func image(_ number: Int) throws -> DecodedImage {
        guard (0..<count).contains(number) else { throw DatasetError("is beyond the \(count) images of the file") }
        let size = height * width * channels
        let start = offset + number * size
        return DecodedImage(width: width, height: height, channels: channels, pixels: Array(bytes[start..<start + size]))
    }
}
