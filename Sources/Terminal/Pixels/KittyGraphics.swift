import Dashboard
import Foundation

/// Kitty's graphics protocol: https://sw.kovidgoyal.net/kitty/graphics-protocol
enum KittyGraphics {
    /// Asks whether the terminal knows the protocol, with a picture of one dot that is not shown.
    static let query = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
    /// Takes all pictures away.
    static let deletion = "\u{1B}_Ga=d,d=A,q=2\u{1B}\\"

    /// The most that one sequence may carry.
    private static let chunk = 4096

    /// Shows a picture where the cursor is, stretched over its cells. The terminal answers nothing, and its cursor stays.
    static func show(_ shown: PixelPicture) -> String {
        let picture = shown.picture
        let keys =
            "a=T,f=24,s=\(picture.width),v=\(picture.height),c=\(shown.columns),r=\(shown.rows),C=1,q=2"
        let data = Data(picture.colors).base64EncodedString()
        var text = ""
        var start = data.startIndex
        repeat {
            let end = data.index(start, offsetBy: chunk, limitedBy: data.endIndex) ?? data.endIndex
            let more = end < data.endIndex ? 1 : 0
            text += "\u{1B}_G" + (start == data.startIndex ? keys + "," : "") + "m=\(more);" + data[start..<end] + "\u{1B}\\"
            start = end
        } while start < data.endIndex
        return text
    }
}

extension Picture {
    /// Red, green and blue of every dot.
    var colors: [UInt8] { channels == 3 ? pixels : pixels.flatMap { [$0, $0, $0] } }
}
