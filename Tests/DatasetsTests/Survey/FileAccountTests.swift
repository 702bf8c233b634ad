import Foundation
import Networks
import Testing

@testable import Datasets

/// Every file below a data set is used or left out for one reason: nothing vanishes.
struct FileAccountTests {
    private func account(_ folder: TemporaryFolder) throws -> FileAccount {
        try #require(DatasetSurvey(ImageDataset.open(folder.path)).files)
    }

    /// Everything that is no folder, by another way than the program's: links are counted and not followed.
    private func filesOnDisk(_ path: String) -> Int {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/find")
        process.arguments = [path, "-mindepth", "1", "!", "-type", "d", "-printf", "x"]
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.run() } catch { return -1 }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data.count
    }

    private func check(_ account: FileAccount, _ folder: TemporaryFolder) {
        #expect(account.files == filesOnDisk(folder.path))
        #expect(account.used + account.leftOut.map(\.count).reduce(0, +) == account.files)
        #expect(Set(account.leftOut.map(\.reason)).count == account.leftOut.count)
        for group in account.leftOut { #expect(group.first.count == min(group.count, FileGroup.shown) && !group.reason.isEmpty) }
    }

    /// Below the name of a folder in bytes.
    private func write(_ bytes: [UInt8], _ folder: TemporaryFolder, to name: [UInt8]) throws {
        let path = Array(folder.path.utf8) + [UInt8(ascii: "/")] + name
        func call<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
            (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
        }
        for slash in path.indices.dropFirst() where path[slash] == UInt8(ascii: "/") {
            _ = call(Array(path[..<slash])) { mkdir($0, 0o755) }
        }
        let descriptor = call(path) { open($0, O_CREAT | O_WRONLY, 0o644) }
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        #expect(Foundation.write(descriptor, bytes, bytes.count) == bytes.count)
    }

    @Test func namesThatAreNotUTF8AreRead() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.writeImage(file) }
        let image = try PNGEncoder.encode(DecodedImage(width: 1, height: 1, channels: 1, pixels: [0]))
        for name in [1, 2] { try write(image, folder, to: Array("caf".utf8) + [0xE9] + Array("/\\\(name).png".utf8)) }
        try write(image, folder, to: Array("a/".utf8) + [0xFF, 0x5C] + Array("x41.png".utf8))
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.name) == ["a", "b", "caf\\xE9"] && catalog.broken.isEmpty)
        for item in catalog.items.indices { #expect(try catalog.decode(item).channels == 1, "\(catalog.items[item].file)") }
        #expect(catalog.contents(of: Array(catalog.items.indices), threads: 1).allSatisfy { $0 != nil })
        #expect(catalog.items.map(\.file).contains("a/\\xFF\\x5Cx41.png"))
        let account = try account(folder)
        check(account, folder)
        #expect(account.used == 7 && account.leftOut.isEmpty)
    }

    /// Two files that a text stands for are told apart by leaving out the one that is no text.
    @Test func aNameThatIsShownAsAnotherIsLeftOut() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/\\xE9.png", "b/1.png", "b/2.png"] { try folder.writeImage(file) }
        try write([1, 2, 3], folder, to: Array("a/".utf8) + [0xE9] + Array(".png".utf8))
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.items.count == 4)
        for item in catalog.items.indices { #expect(throws: Never.self) { try catalog.decode(item) } }
        let account = try account(folder)
        check(account, folder)
        #expect(account.leftOut.map(\.reason) == [LeftOutReason.ambiguousName])
    }

    @Test func aCompressedCopyBesideItsFileIsCalledSo() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.writeImage(file) }
        for file in ["a/1.png.gz", "b/2.png.gz", "b/3.png.gz"] { try folder.write([0x1F, 0x8B, 8, 0], to: file) }
        let account = try account(folder)
        check(account, folder)
        #expect(account.leftOut.map(\.reason) == [LeftOutReason.compressedTwin, "is an archive; extract it if images are in it"])
        #expect(account.leftOut.map(\.first) == [["a/1.png.gz", "b/2.png.gz"], ["b/3.png.gz"]])
    }

    /// By content, or where that says nothing by name: none of them is passed over without a word.
    @Test(
        arguments: [
            ("x.avif", [0, 0, 0, 28] + Array("ftypavif".utf8), "AVIF"), ("y", [0, 0, 0, 28] + Array("ftypavis".utf8), "AVIF"),
            ("x.heic", [0, 0, 0, 28] + Array("ftypheic".utf8), "HEIC"),
            ("x.jp2", [0, 0, 0, 12] + Array("jP  \r\n".utf8), "JPEG 2000"),
            ("x.j2k", [0xFF, 0x4F, 0xFF, 0x51, 0], "JPEG 2000"), ("x.tga", Array(repeating: 0, count: 18), "TGA"),
            ("x.jpg", Array("RIFF....WEBPVP8 ".utf8), "WebP"), ("photo", Array("RIFF....WEBPVP8 ".utf8), "WebP"),
            ("x.gif", Array("GIF89a".utf8), "GIF"), ("x.bmp", Array("BM......".utf8), "BMP"),
            ("x.tiff", Array("II*\0....".utf8), "TIFF"),
            ("x.jxl", [0xFF, 0x0A, 0, 0], "JPEG XL"), ("x.psd", Array("8BPS".utf8), "Photoshop"),
            ("x.qoi", Array("qoif".utf8), "QOI"),
            ("x.CR2", Array("II*\0....CR".utf8), "TIFF"), ("x.ico", [0, 0, 1, 0, 1, 0], "ICO"),
        ] as [(String, [UInt8], String)])
    func otherKindsOfImage(name: String, bytes: [UInt8], format: String) throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.writeImage(file) }
        try folder.write(bytes, to: "a/\(name)")
        let survey = try DatasetSurvey(ImageDataset.open(folder.path))
        #expect(survey.broken.map(\.file) == ["a/\(name)"])
        #expect(survey.broken.first?.reason.contains("(\(format))") == true)
        check(try #require(survey.files), folder)
    }

    /// Names of all kinds at random depths, drawn from a seed.
    @Test(arguments: 0..<12) func everyFileOfARandomTreeIsInOneCount(seed: Int) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: UInt64(seed)).derived("tree")
        let image = try PNGEncoder.encode(DecodedImage(width: 2, height: 2, channels: 1, pixels: [1, 2, 3, 4]))
        let contents: [[UInt8]] = [
            image, image, image, JPEGFile.grey.bytes, [], Array("text".utf8), [0x1F, 0x8B, 8, 0], Array("GIF89a".utf8),
            [0, 1, 2, 3], Array(JPEGFile.colour.bytes.prefix(300)), Array("<annotation>".utf8), Array("P5 1 1 255 x".utf8),
        ]
        let names =
            [
                "1.png", "2.PNG", "x.jpg", "x.avif", "x.tga", "note.txt", "a b.png", "é.png", "e\u{301}.png", ".hidden", ".1.png",
                "noending",
                "x.zip", "data.xml", "Thumbs.db", "train.csv",
            ].map { Array($0.utf8) } + [[0xE9, 0x2E, 0x70, 0x6E, 0x67], [0xFF, 0xFE]]
        let folders =
            ["a", "b", "a/x", "train", ".git", "__MACOSX", "@eaDir", "deep/er/est", "a/thumbs", ""].map { Array($0.utf8) } + [
                [0xC3]
            ]
        // A class needs two images.
        for name in ["a", "b", "a/x", "train", "deep/er/est", "a/thumbs"] {
            for file in ["0.png", "00.png"] { try folder.writeImage("\(name)/\(file)", value: UInt8(seed)) }
        }
        for file in ["0.png", "00.png"] { try write(image, folder, to: [0xC3] + Array("/\(file)".utf8)) }
        for _ in 0..<60 {
            let place = folders[generator.index(below: folders.count)]
            let name = names[generator.index(below: names.count)]
            let path = (place.isEmpty ? [] : place + [UInt8(ascii: "/")]) + name
            try write(contents[generator.index(below: contents.count)], folder, to: path)
        }
        let targets = ["a", "..", "nowhere", "a/1.png", "/etc/hostname", "/dev/null", ".", ".git", "b/0.png", "deep"]
        for number in 0..<12 {
            let place = ["", "a/", "b/", ".git/"][generator.index(below: 4)]
            let target = targets[generator.index(below: targets.count)]
            let path = target.hasPrefix("/") || place.isEmpty ? target : "../" + target
            try? folder.link("\(place)link\(number)\(number % 2 == 0 ? ".png" : "")", to: path)
        }
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0 && mkfifo(folder.path + "/b/pipe.png", 0o600) == 0)
        let account = try account(folder)
        check(account, folder)
        #expect(account.used >= 4)
    }

    @Test func everyLayoutAccountsForItsFiles() throws {
        let pairs = try TemporaryFolder()
        for name in ["a", "b", "c", "unlisted"] { try pairs.writeImage("\(name).png", value: UInt8(name.utf8.count)) }
        try pairs.write("left,right,same\na.png,b.png,1\na.png,c.png,0\nb.png,gone.png,0\n", to: "pairs.csv")
        try pairs.write("about", to: "README")
        let listed = try account(pairs)
        check(listed, pairs)
        #expect(listed.used == 4 && listed.leftOut.contains { $0.first == ["unlisted.png"] })
        let alone = try #require(DatasetSurvey(ImageDataset.open(pairs.path + "/pairs.csv")).files)
        #expect((alone.files, alone.used) == (4, 4))

        let halves = try TemporaryFolder()
        for name in [
            "similar_0_first", "similar_0_second", "dissimilar_0_first", "dissimilar_0_second", "similar_1_first", "stray",
        ] {
            try halves.writeImage("all/\(name).png", value: UInt8(name.utf8.count))
        }
        let paired = try account(halves)
        check(paired, halves)
        #expect(paired.used == 4)

        let faces = try TemporaryFolder()
        for name in ["Ann/Ann_0001", "Ann/Ann_0002", "Bob/Bob_0001", "Bob/Bob_0002"] { try faces.writeImage("\(name).png") }
        try faces.write("1\nAnn\t1\t2\nAnn\t1\tBob\t1\n", to: "pairs.txt")
        let people = try account(faces)
        check(people, faces)
        #expect(people.used == 5)

        let boxes = try TemporaryFolder()
        for name in ["1", "2"] {
            try boxes.writeImage("images/\(name).png")
            let objects = ["cat", "dog"].map {
                "<object><name>\($0)</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>3</xmax><ymax>3</ymax></bndbox></object>"
            }
            try boxes.write("<annotation><filename>\(name).png</filename>\(objects.joined())</annotation>", to: "xml/\(name).xml")
        }
        try boxes.writeImage("images/3.png")
        let annotated = try account(boxes)
        check(annotated, boxes)
        #expect(annotated.used == 4)
    }

    /// One annotation beside many images is a file that is left out, and the folders are classes.
    @Test func aStrayAnnotationIsNoDataSetOfBoxes() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b", "c"] { for index in 0..<4 { try folder.writeImage("\(name)/\(name)\(index).png") } }
        let box = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>3</xmax><ymax>3</ymax></bndbox>"
        try folder.write(
            "<annotation><filename>a0.png</filename><object><name>x</name>\(box)</object><object><name>y</name>\(box)</object></annotation>",
            to: "a/a0.xml")
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .classFolders && dataset.catalog.items.count == 12)
        let account = try account(folder)
        #expect(account.leftOut.map(\.first) == [["a/a0.xml"]])
    }
}
