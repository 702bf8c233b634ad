import Dashboard
import Foundation

/// Where the images are that a screen names.
struct ImagePlaces {
    /// The data set's folder.
    let root: String

    func path(of file: String) -> String {
        guard let named = ComparedFile(key: file) else { return "\(root)/\(file)" }
        return NSString(string: named.path).expandingTildeInPath
    }
}
