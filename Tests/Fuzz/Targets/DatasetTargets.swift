import Datasets
import Networks

extension Target {
    static let idx = Target(
        name: "idx", corpus: ["images.idx", "images.idx.gz", "colour.idx", "labels.idx", "labels.idx.gz"],
        place: { $0.hasPrefix("labels") ? "labels/train-labels-idx1-ubyte" : "images/train-images-idx3-ubyte" },
        companions: [("labels/train-images-idx3-ubyte", "images.idx"), ("images/train-labels-idx1-ubyte", "labels.idx")],
        crafted: {
            [
                // 2 GiB of zeros in 2 MiB would need dynamic codes; fixed ones give 159 to 1.
                Input(name: "images.idx.gz", bytes: gzipHeader + ZeroStream.deflated(matches: 500_000)),
                Input(name: "images.idx", bytes: [0, 0, 8, 4] + Array(repeating: 0xFF, count: 16)),
                Input(name: "images.idx", bytes: [0, 0, 8, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]),
                Input(name: "images.idx", bytes: [0, 0, 8, 255]),
            ]
        },
        read: { scratch, place, _ in
            try open(scratch + "/" + (place.hasPrefix("labels") ? "labels" : "images"))
        })

    static let pairs = Target(
        name: "pairs", corpus: ["pairs.csv", "pairs.tsv", "pairs.json"], place: { "pairs/" + $0 },
        companions: ["a.png", "b.png", "c.png", "b, 1.png", "a \"x\".png"].map { ("pairs/" + $0, "bits.png") }, isText: true,
        crafted: {
            [
                nested("pairs.json", "[", 100_000), nested("pairs.json", "{\"pairs\":", 100_000),
                nested("pairs.csv", "\"", 1_000_001), nested("pairs.csv", ",", 4_000_000), nested("pairs.tsv", "a\n", 1_000_000),
                nested("pairs.csv", "left,right,same\n/dev/zero,/dev/urandom,1\n", 1),
                nested("pairs.csv", "left,right,same\n../../../../etc/passwd,../../../..,1\n", 1),
                nested("pairs.csv", "left,right,\(String(repeating: "\u{1B}]0;x\u{7}", count: 1000))\na,b,1\n", 1),
                nested("pairs.csv", "left,right,same\na,b,\(String(repeating: "x", count: 100_000))\n", 1),
            ]
        },
        read: { scratch, place, generator in
            try open(scratch + "/" + place, labels: generator.choice([nil, .oneIsSame, .oneIsDifferent]))
        })

    static let annotation = Target(
        name: "xml", corpus: ["annotation.xml"], place: { "voc/" + $0 }, companions: [("voc/a.png", "rgb.png")], isText: true,
        crafted: {
            [
                nested("annotation.xml", "<a>", 1_000_000), nested("annotation.xml", "<a/>", 2_000_000),
                nested("annotation.xml", "<annotation>" + String(repeating: "&", count: 4_000_000), 1),
                nested("annotation.xml", "<annotation><!--", 1_000_000), nested("annotation.xml", "<annotation><a/>", 500_000),
                nested("annotation.xml", "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\">]><annotation>&x;&x;</annotation>", 1),
                nested("annotation.xml", "<annotation><filename>../../../../etc/passwd</filename></annotation>", 1),
            ]
        },
        read: { scratch, place, _ in
            try open(scratch + "/voc")
        })

    static let faces = Target(
        name: "faces", corpus: ["faces.txt"], place: { _ in "faces/pairs.txt" },
        companions: ["Ann/Ann_0001", "Ann/Ann_0002", "Bob/Bob_0001", "Bob/Bob_0002"].map { ("faces/\($0).png", "bits.png") },
        isText: true,
        crafted: {
            [
                nested("faces.txt", "10 9223372036854775807\nAnn 1 2\n", 1),
                nested("faces.txt", "1 1\nAnn 1 9223372036854775807\n", 1),
                nested("faces.txt", "300\n" + String(repeating: "Ann 1 2\n", count: 200_000), 1),
                nested("faces.txt", "\n", 100_000),
            ]
        },
        read: { scratch, place, _ in
            try open(scratch + "/faces")
        })

    static let split = Target(
        name: "split", corpus: ["split.json"], place: { "split/" + $0 },
        companions: ["Ann/1", "Ann/2", "Bob/1", "Bob/2", "c/1", "c/2"].map { ("classes/\($0).png", "bits.png") }, isText: true,
        crafted: { [nested("split.json", "[", 100_000), nested("split.json", "{\"training\":", 100_000)] },
        read: { scratch, place, _ in
            let lists = try SplitLists(contentsOf: scratch + "/" + place)
            _ = try ClassSplit(catalog: ImageCatalog.scan(scratch + "/classes"), lists: lists)
        })

    static func nested(_ name: String, _ text: String, _ count: Int) -> Input {
        Input(name: name, bytes: Array(String(repeating: text, count: count).utf8))
    }

    static let gzipHeader: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

    /// As `twinscope data` and `twinscope train` do: recognises what is there and decodes some of it.
    static func open(_ path: String, labels: PairLabels? = nil) throws {
        let dataset = try ImageDataset.open(path, labels: labels)
        _ = dataset.catalog.typicalChannels
        for item in dataset.catalog.items.indices.prefix(6) { _ = try? dataset.catalog.decode(item) }
        guard dataset.catalog.items.count < 100, let account = DatasetSurvey(dataset, threads: 1).files else { return }
        let counted = account.leftOut.reduce(account.used) { $0 + $1.count }
        precondition(counted == account.files, "every file is used or left out")
    }
}
