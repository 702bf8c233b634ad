import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Runs

struct Snapshot: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws a screen of a run into a PNG or text file.",
        discussion: """
            RUN is a run's folder, or its name in the folder runs. The picture shows what the dashboard would show at the end of \
            the run, after the keys that --keys names. With --all, every screen is drawn into the folder that --output names.
            """)

    @Argument(help: ArgumentHelp("A run's folder or name; the latest by default.", valueName: "run")) var name: String?
    @Option(help: ArgumentHelp("One of \(DashboardState.screenNames.joined(separator: ", ")).", valueName: "NAME"))
    var screen = "train"
    @Option(help: ArgumentHelp("Columns and rows.", valueName: "CxR"), transform: size) var size = Size(columns: 120, rows: 36)
    @Option(
        help: ArgumentHelp("Keys to press first, separated by spaces: \"j j Enter\".", valueName: "KEYS"), transform: keys)
    var keys: [Key] = []
    @Option(name: .shortAndLong, help: ArgumentHelp("A .png or .txt file; with --all, a folder.", valueName: "FILE"))
    var output: String
    @Option(help: ArgumentHelp("1 for cells of 8x16 dots, 2 for 16x32.", valueName: "N")) var scale = 1
    @Flag(help: "Dark letters on a light ground.") var light = false
    @Flag(help: "Draw every screen.") var all = false
    @OptionGroup var moved: MovedDatasetOption

    func validate() throws {
        guard (1...2).contains(scale) else {
            throw ValidationError("--scale \(scale) must be 1 or 2; give `--scale 1` or `--scale 2`.")
        }
        var state = DashboardState(capabilities: Capabilities(), isLive: false)
        guard state.show(screenNamed: screen) else {
            throw ValidationError("--screen \(screen) must be one of \(DashboardState.screenNames.joined(separator: ", ")).")
        }
        guard all || output.hasSuffix(".png") || output.hasSuffix(".txt") else {
            throw ValidationError("--output \(output) must end in .png or .txt.")
        }
    }

    func run() throws {
        let run = try RunArgument.open(name)
        var shown = ShownRun(recorded: run, dataset: moved.dataset, capabilities: Capabilities())
        repeat { _ = shown.takeEvents() } while shown.hasMore
        var picture = FramePicture(scale: scale, isLight: light)
        guard all else { return try draw(screen, of: shown, with: &picture, to: output) }
        for name in DashboardState.screenNames {
            try draw(name, of: shown, with: &picture, to: "\(output)/\(name).png")
        }
    }

    private func draw(_ screen: String, of run: ShownRun, with picture: inout FramePicture, to file: String) throws {
        var run = run
        _ = run.state.show(screenNamed: screen)
        settle(&run)
        for key in keys {
            _ = run.state.handle(key, size: size)
            settle(&run)
        }
        let frame = dashboard(run.state, size: size)
        do {
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
            try contents(of: frame, picture: &picture, isText: file.hasSuffix(".txt")).write(to: URL(fileURLWithPath: file))
        } catch {
            throw Failure("\(file) cannot be written (\(error.localizedDescription))", .cannotCreate)
        }
    }

    /// Does at once what the dashboard does little by little.
    private func settle(_ run: inout ShownRun) {
        let runs = RunsWorker(besides: run.folder)
        run.provide(runs.readNow(listing: run.state.wantsRuns, compared: run.state.comparedFolders))
        run.finishWork()
        run.providePictures()
    }

    private func contents(of frame: Frame, picture: inout FramePicture, isText: Bool) throws -> Data {
        guard !isText else { return Data(frame.text.utf8) }
        guard let drawn = picture.draw(frame) else { return Data() }
        return Data(
            try PNGEncoder.encode(
                DecodedImage(width: drawn.width, height: drawn.height, channels: drawn.channels, pixels: drawn.pixels)))
    }

    @Sendable
    private static func size(_ text: String) throws -> Size {
        let numbers = text.split(separator: "x").map { Int($0) }
        guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], (1...1000).contains(columns),
            (1...1000).contains(rows)
        else { throw ValidationError("--size \(text) is no size; give columns x rows, as in `--size 120x36`.") }
        return Size(columns: columns, rows: rows)
    }

    @Sendable
    private static func keys(_ text: String) throws -> [Key] {
        try text.split(separator: " ").map { name in
            guard let key = Key(named: String(name)) else {
                throw ValidationError("--keys knows no key \(name); write a character, or Space, Enter, Escape, Tab, Up, F1, ^L.")
            }
            return key
        }
    }
}
