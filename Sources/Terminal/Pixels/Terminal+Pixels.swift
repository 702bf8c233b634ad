import CNCurses
import Dashboard
import Foundation

extension Terminal {
    /// Asks the terminal whether it draws pictures dot by dot. Takes as long as the way there and back, a second at most.
    public func askForPixels() -> PixelAnswer {
        let answer = askTerminal()
        if case .supported(let support) = answer { use(support) }
        return answer
    }

    private func askTerminal() -> PixelAnswer {
        let multiplexer = Self.multiplexer
        // Every terminal since the VT100 answers the last of these, so that silence on the others is known at once.
        let first = ask(DeviceReply.cellQuery + DeviceReply.attributesQuery)
        guard let kind = first.attributes.first else {
            return .refused("the terminal did not say what it can draw, so pictures stay glyphs")
        }
        let cell = first.cell ?? Self.cellOfWindow ?? Self.usualCell
        func supported(_ graphics: PixelGraphics) -> PixelAnswer {
            .supported(PixelSupport(graphics: graphics, cellWidth: cell.width, cellHeight: cell.height))
        }
        // Older kinds may print what they do not understand; those of the VT200 series and later swallow it.
        if multiplexer == nil, kind >= Self.swallowsUnknownStrings,
            ask(KittyGraphics.query + DeviceReply.attributesQuery).knowsKitty
        {
            return supported(.kitty)
        }
        if first.attributes.dropFirst().contains(Self.sixelAttribute) { return supported(.sixel) }
        if let multiplexer { return .refused("\(multiplexer) lets no pictures of dots through, so they stay glyphs") }
        return .refused("this terminal has neither Kitty's nor sixel graphics, so pictures stay glyphs")
    }

    private static let swallowsUnknownStrings = 60
    private static let sixelAttribute = 4
    /// Where a terminal does not tell.
    private static let usualCell = (width: 8, height: 16)

    private static var multiplexer: String? {
        let environment = ProcessInfo.processInfo.environment
        let name = environment["TERM"] ?? ""
        if environment["TMUX"] != nil || name.hasPrefix("tmux") { return "tmux" }
        return environment["STY"] != nil || name.hasPrefix("screen") ? "screen" : nil
    }

    private static var cellOfWindow: (width: Int, height: Int)? {
        var (width, height): (Int32, Int32) = (0, 0)
        guard curses_cell_size(&width, &height) == 1 else { return nil }
        return (Int(width), Int(height))
    }

    private func ask(_ question: String) -> DeviceReply {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = Int(curses_ask(question, &bytes, Int32(bytes.count), 1000))
        let reply = DeviceReply(bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) })
        for byte in reply.typed.reversed() { curses_put_back(Int32(byte)) }
        if reply.attributes.isEmpty { expectsLateReply = true }
        return reply
    }

    /// Draws pictures over the cells that were drawn before.
    func show(_ pictures: [PixelPicture], with support: PixelSupport) {
        for shown in pictures {
            let data =
                switch support.graphics {
                case .kitty: KittyGraphics.show(shown)
                case .sixel:
                    SixelGraphics.show(
                        shown.picture, width: shown.columns * support.cellWidth, height: shown.rows * support.cellHeight)
                }
            // The cursor comes back to where ncurses believes it to be.
            send("\u{1B}7\u{1B}[\(shown.row + 1);\(shown.column + 1)H" + data + "\u{1B}8")
        }
    }

    func send(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { curses_send($0.baseAddress, Int32($0.count)) }
        }
    }
}
