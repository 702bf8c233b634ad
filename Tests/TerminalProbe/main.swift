// A tiny program with a real screen, which the tests drive through a pseudo-terminal: it says on the screen what it got.

import CCrash
import Dashboard
import Foundation
import Terminal

func frame(_ lines: [String], size: Size) -> Frame {
    var frame = Frame(size: size)
    for (row, line) in lines.enumerated() {
        for (column, character) in line.enumerated() {
            frame[column, row] = Cell(character, style: Style(foreground: .palette(UInt8(40 + row)), bold: row == 0))
        }
    }
    return frame
}

func overflow(_ depth: Int) -> Int { depth < 0 ? 0 : overflow(depth + 1) + overflow(depth + 2) }

if let report = CommandLine.arguments.dropFirst(2).first {
    CrashReport.goes(to: report, shown: report, version: "of the tests", advice: "do it again with: probe")
}

/// Crashes whose handler meets trouble of its own, where no terminal is needed to see it.
switch CommandLine.arguments.dropFirst().first {
case "--fault-in-handler":
    crash_install()
    crash_restore_with {
        UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
        return -1
    }
    raise(SIGSEGV)
case "--hang-in-handler":
    crash_install()
    crash_restore_with {
        while true { pause() }
    }
    raise(SIGSEGV)
default: break
}

let terminal: Terminal
do {
    terminal = try Terminal()
} catch {
    print("no screen: \(error)")
    exit(69)
}

var shownPictures: [PixelPicture] = []
var pixels = "not asked"
var keys = 0
let heading = terminal.capabilities.unicode ? "ready ⣿ é" : "ready ascii"
var lastKey = "none"
var stray = "none"
loop: while true {
    let size = terminal.size
    var drawn = frame(
        [
            heading, "colors \(terminal.capabilities.colors)", "size \(size.columns)x\(size.rows)", "key \(lastKey)", stray,
            "keys \(keys)", pixels,
        ], size: size)
    drawn.pictures = shownPictures
    terminal.present(drawn)
    if Termination.requested || Termination.hungUp { break }
    if let line = terminal.strayLines().last { stray = "stray \(line)" }
    guard let key = terminal.nextKey(timeout: 0.5) else { continue }
    lastKey = "\(key)"
    keys += 1
    switch key {
    case .character("q"), .control("c"): break loop
    case .character("p"): print("printed by the way")
    case .control("z"): terminal.suspend()
    case .control("l"): terminal.repaint()
    case .character("T"):
        let numbers: [Int] = []
        print(numbers[lastKey.count])
    case .character("S"): raise(SIGSEGV)
    case .character("A"): abort()
    case .character("O"): print(overflow(1))
    case .character("B"):
        // On a thread that Dispatch made, while this one draws on.
        DispatchQueue.global().async { print(overflow(1)) }
    case .character("M"):
        var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
        setrlimit(__rlimit_resource_t(UInt32(RLIMIT_AS.rawValue)), &limit)
        print([UInt8](repeating: 1, count: 1 << 40).count)
    case .character("E"): exit(3)
    case .character("k"):
        switch terminal.askForPixels() {
        case .refused(let reason): pixels = reason
        case .supported(let support):
            pixels = "\(support.graphics) \(support.cellWidth)x\(support.cellHeight)"
            shownPictures = [Picture(width: 2, height: 2, channels: 1, pixels: [255, 0, 0, 255])].compactMap { $0 }
                .map { PixelPicture($0, column: 4, row: 10, columns: 4, rows: 2) }
        }
    default: break
    }
}
terminal.close()
if Termination.hungUp {
    // Whoever hung up cannot read this on the terminal: a file tells the test that the work goes on.
    _ = FileManager.default.createFile(
        atPath: CommandLine.arguments.dropFirst().first ?? "/dev/null", contents: Data("went on".utf8))
}
print("left in order")
