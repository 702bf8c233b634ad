import Datasets
import Foundation

/// Draws an image with characters: two pixels in a half block where there are colours, otherwise one in a shade of ASCII.
struct TextCanvas {
    enum Colours {
        case none
        /// The 256 colours of xterm.
        case palette
        case full
    }

    let columns: Int
    let colours: Colours

    /// What stdout can show. A pipe gets shades, so that the sheet is there too.
    static var ofTerminal: TextCanvas {
        let environment = ProcessInfo.processInfo.environment
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let columns = isKnown ? Int(size.ws_col) : environment["COLUMNS"].flatMap(Int.init) ?? 80
        guard Output.isTerminal, speaksUTF8, environment["NO_COLOR"] == nil, environment["TERM"] != "dumb" else {
            return TextCanvas(columns: columns, colours: .none)
        }
        let isFull = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
        return TextCanvas(columns: columns, colours: isFull ? .full : .palette)
    }

    /// Whether the locale is one of UTF-8.
    static var speaksUTF8: Bool {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    }

    /// Lines of at most `columns` characters; what does not fit beside is cut off.
    func draw(_ image: DecodedImage) -> String {
        let rows = stride(from: 0, to: image.height, by: 2)
        return rows.map { y in
            colours == .none ? shades(image, y) : blocks(image, y)
        }.joined(separator: "\n")
    }

    /// The upper pixel is the colour of the block, the lower one that behind it.
    private func blocks(_ image: DecodedImage, _ y: Int) -> String {
        var line = ""
        var last = ""
        for x in 0..<min(image.width, columns) {
            let behind = y + 1 < image.height ? colour(image.colour(x, y + 1), "48") : "49"
            let codes = "\(colour(image.colour(x, y), "38"));\(behind)"
            if codes != last { line += "\u{1B}[\(codes)m" }
            last = codes
            line += "\u{2580}"
        }
        return line + "\u{1B}[0m"
    }

    private func colour(_ rgb: [UInt8], _ ground: String) -> String {
        guard colours == .palette else { return "\(ground);2;\(rgb[0]);\(rgb[1]);\(rgb[2])" }
        // 24 greys from 8 to 238 in steps of 10; a cube of six levels a channel.
        let number =
            rgb[0] == rgb[1] && rgb[1] == rgb[2]
            ? 232 + min(23, max(0, (Int(rgb[0]) - 3) / 10)) : rgb.reduce(0) { $0 * 6 + (Int($1) * 5 + 127) / 255 } + 16
        return "\(ground);5;\(number)"
    }

    private static let ramp = Array(" .:-=+*#%@")

    private func shades(_ image: DecodedImage, _ y: Int) -> String {
        String(
            (0..<min(image.width, columns)).map { x in
                let lower = image.colour(x, min(y + 1, image.height - 1))
                let light = (image.colour(x, y) + lower).reduce(0) { $0 + Int($1) } / 6
                return Self.ramp[light * (Self.ramp.count - 1) / 255]
            })
    }
}

extension DecodedImage {
    fileprivate func colour(_ x: Int, _ y: Int) -> [UInt8] {
        let place = (y * width + x) * channels
        return channels == 1 ? [pixels[place], pixels[place], pixels[place]] : Array(pixels[place..<place + 3])
    }
}
