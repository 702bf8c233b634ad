import Dashboard
import Datasets
import Foundation
import Runs

/// Where the images are that a screen names: those of the run, held to what they were, and files that a person typed.
struct ImagePlaces {
    let images: RunImages

    /// - Throws: `RunError` where an image of the run is another one now, `DatasetError` where it cannot be read.
    func path(of file: String) throws -> String {
        guard let named = ComparedFile(key: file) else { return try images.checkedPath(of: file) }
        return NSString(string: named.path).expandingTildeInPath
    }
}
