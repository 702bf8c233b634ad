import Datasets
import Testing

struct PairListTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["a.png", "b.png", "c, d.png", "say \"e\".png"] { try folder.writeImage("images/" + name) }
        return folder
    }

    private func open(_ name: String, _ text: String, labels: PairLabels? = nil) throws -> ImageDataset {
        let folder = try folder()
        try folder.write(text, to: name)
        return try ImageDataset.open(folder.path + "/" + name, labels: labels)
    }

    @Test func theHeaderSaysWhatOneMeans() throws {
        for (column, first) in [("same", true), ("Similar", true), ("different", false), ("dissimilar", false)] {
            let dataset = try open(
                "pairs.csv", "left,right,\(column)\nimages/a.png,images/b.png,1\nimages/a.png,images/b.png,0\n")
            #expect(dataset.pairs.map(\.same) == [first, !first])
        }
    }

    @Test func wordsNeedNoHeader() throws {
        let dataset = try open("pairs.csv", "images/a.png,images/b.png,same\r\nimages/b.png,images/a.png,different\r\n")
        #expect(dataset.pairs.map(\.same) == [true, false])
    }

    @Test func numbersWithoutAMeaningAreNeverGuessed() throws {
        for text in ["images/a.png,images/b.png,1\n", "left,right,label\nimages/a.png,images/b.png,1\n"] {
            let error = #expect(throws: DatasetError.self) { try open("pairs.csv", text) }
            #expect(error?.description.contains("--labels") == true)
            #expect(try open("pairs.csv", text, labels: .oneIsSame).pairs.map(\.same) == [true])
            #expect(try open("pairs.csv", text, labels: .oneIsDifferent).pairs.map(\.same) == [false])
        }
        #expect(throws: DatasetError.self) {
            try open("pairs.csv", "left,right,same\nimages/a.png,images/b.png,1\n", labels: .oneIsDifferent)
        }
    }

    @Test func fieldsMayBeQuotedAndColumnsInAnyOrder() throws {
        let text = "\u{FEFF}same,note,right,left\n\n1,\"two\nlines\",\"images/c, d.png\",\"images/say \"\"e\"\".png\"\n"
        let dataset = try open("pairs.csv", text)
        let pair = try #require(dataset.pairs.first)
        #expect(dataset.catalog.items[pair.left].file == "images/say \"e\".png")
        #expect(dataset.catalog.items[pair.right].file == "images/c, d.png")
    }

    @Test func tabsAndJSON() throws {
        let tabs = try open("pairs.tsv", "left\tright\tsame\nimages/c, d.png\timages/a.png\ttrue\n")
        #expect(tabs.pairs.map(\.same) == [true])
        for text in [
            #"[{"left": "images/a.png", "right": "images/b.png", "same": true}, {"left": "images/a.png", "right": "images/b.png", "same": 0}]"#,
            #"{"pairs": [{"first": "images/a.png", "second": "images/b.png", "different": false, "label": 1}, {"left": "images/a.png", "right": "images/b.png", "different": 1}]}"#,
        ] {
            #expect(try open("pairs.json", text).pairs.map(\.same) == [true, false])
        }
    }

    @Test func genuinePairsLinkImagesToClasses() throws {
        let dataset = try open(
            "pairs.csv",
            "left,right,same\nimages/a.png,images/b.png,1\nimages/b.png,\"images/c, d.png\",1\nimages/a.png,\"images/say \"\"e\"\".png\",0\n"
        )
        #expect(dataset.catalog.classes.map(\.items.count) == [3, 1])
    }

    @Test func aFolderMayHoldItsList() throws {
        let folder = try folder()
        try folder.write("left\tright\tdifferent\nimages/a.png\timages/b.png\t0\n", to: "pairs.tsv")
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .pairList && dataset.pairs.map(\.same) == [true])
    }

    @Test func pathsMayLeadAnywhere() throws {
        let (folder, elsewhere) = (try folder(), try TemporaryFolder())
        try folder.write("left,right,same\n\(folder.path)/images/a.png,images/../images/b.png,1\n", to: "pairs.csv")
        try elsewhere.write("left,right,same\n\(folder.path)/images/a.png,\(folder.path)/images/b.png,0\n", to: "pairs.csv")
        for path in [folder.path, elsewhere.path] {
            let dataset = try ImageDataset.open(path + "/pairs.csv")
            #expect(dataset.pairs.count == 1 && dataset.droppedPairs == 0)
            for item in dataset.catalog.items.indices { #expect(try dataset.catalog.decode(item).width == 6) }
        }
    }

    @Test func missingFilesAreNamedAndTheirPairsCounted() throws {
        let dataset = try open("pairs.csv", "left,right,same\nimages/a.png,images/b.png,1\nimages/a.png,images/zz.png,0\n")
        #expect(dataset.pairs.count == 1 && dataset.droppedPairs == 1)
        #expect(dataset.catalog.broken == [.init(file: "images/zz.png", reason: "does not exist")])
    }

    @Test(arguments: [
        ("pairs.csv", ""), ("pairs.csv", "left,right,same\n"), ("pairs.csv", "left,right,same\na,b\n"),
        ("pairs.csv", "left,right\na,b\n"),
        ("pairs.csv", "left,right,same\na,b,maybe\n"), ("pairs.csv", "left,right,same\n\"a,b,1\n"), ("pairs.json", "{"),
        ("pairs.json", "[{\"left\": \"a\"}]"), ("pairs.json", "[1, 2]"), ("pairs.txt", "left,right,same\na,b,1\n"),
    ])
    func whatCannotBeReadIsExplained(name: String, text: String) {
        let error = #expect(throws: DatasetError.self) { try open(name, text) }
        #expect(error?.description.contains(name) == true)
    }
}
