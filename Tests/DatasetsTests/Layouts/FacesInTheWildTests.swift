import Datasets
import Testing

struct FacesInTheWildTests {
    private func folder(_ lists: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, count) in [("Ada_Lovelace", 2), ("Emmy_Noether", 1), ("Grace_Hopper", 3)] {
            for index in 1...count { try folder.writeImage("\(name)/\(name)_000\(index).png") }
        }
        for (name, text) in lists { try folder.write(text, to: name) }
        return folder
    }

    @Test func pairsHaveTheirFolds() throws {
        let folder = try folder([
            "pairs.txt":
                "2\t1\nAda_Lovelace\t1\t2\nAda_Lovelace\t1\tEmmy_Noether\t1\nGrace_Hopper\t1\t3\nGrace_Hopper\t2\tAda_Lovelace\t2\n"
        ])
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .facesInTheWild)
        #expect(dataset.catalog.classes.map(\.name) == ["Ada_Lovelace", "Emmy_Noether", "Grace_Hopper"])
        #expect(dataset.pairs.map(\.same) == [true, false, true, false])
        #expect(dataset.folds == [0, 0, 1, 1])
        let files = dataset.pairs.map { [dataset.catalog.items[$0.left].file, dataset.catalog.items[$0.right].file] }
        #expect(files[1] == ["Ada_Lovelace/Ada_Lovelace_0001.png", "Emmy_Noether/Emmy_Noether_0001.png"])
        #expect(files[2] == ["Grace_Hopper/Grace_Hopper_0001.png", "Grace_Hopper/Grace_Hopper_0003.png"])
    }

    @Test func developmentPairsHaveNoFoldsAndMissingImagesDropPairs() throws {
        let folder = try folder([
            "pairsDevTrain.txt": "1\nAda_Lovelace\t1\t2\nGrace_Hopper\t9\tEmmy_Noether\t1\n"
        ])
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.pairs.map(\.same) == [true] && dataset.folds.isEmpty && dataset.droppedPairs == 1)
    }

    @Test func peopleWithOneImageAreKept() throws {
        for lists in [["people.txt": "3\nAda_Lovelace 2\nEmmy_Noether 1\nGrace_Hopper 3\n"], [:]] {
            let folder = try folder(lists)
            let dataset = try ImageDataset.open(folder.path)
            #expect(dataset.layout == .facesInTheWild && dataset.catalog.classes.count == 3 && dataset.pairs.isEmpty)
        }
    }

    @Test func foldsOfPeopleMakePairsWithinThem() throws {
        let folder = try folder([
            "people.txt": "2\n2\nAda_Lovelace\t2\nEmmy_Noether\t1\n2\nGrace_Hopper\t3\nNobody_There\t4\n"
        ])
        for person in ["Sophie_Germain", "Mary_Somerville"] {
            for index in 1...2 { try folder.writeImage("\(person)/\(person)_000\(index).png") }
        }
        try folder.write(
            "3\n2\nAda_Lovelace\t2\nEmmy_Noether\t1\n2\nGrace_Hopper\t3\nNobody_There\t4\n2\nSophie_Germain 2\nMary_Somerville 2\n",
            to: "people.txt")
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .facesInTheWild && !dataset.isListOfPairs)
        // The second fold has one person whose images are there: no impostors.
        #expect(dataset.folds == [0, 0, 2, 2, 2, 2])
        #expect(dataset.pairs.map(\.same) == [true, false, true, false, true, false])
        for (pair, fold) in zip(dataset.pairs, dataset.folds) {
            let names = [pair.left, pair.right].map { dataset.catalog.classes[dataset.catalog.items[$0].classIndex].name }
            let people = fold == 0 ? ["Ada_Lovelace", "Emmy_Noether"] : ["Sophie_Germain", "Mary_Somerville"]
            #expect(names.allSatisfy(people.contains) && (names[0] == names[1]) == pair.same)
        }
    }

    @Test(arguments: [
        "", "x\n", "2\n2\nAda_Lovelace 2\n", "2\n1\nAda_Lovelace 2\n", "1\n3\n", "1\n1\nA 1\n1\nB 1\n", "1\nAda_Lovelace\n",
    ])
    func damagedListsOfPeopleAreExplained(text: String) throws {
        let folder = try folder(["people.txt": text])
        let error = #expect(throws: DatasetError.self) { try ImageDataset.open(folder.path) }
        #expect(error?.description.contains("people.txt") == true, "\(error?.description ?? "")")
    }

    @Test(arguments: ["", "x\n", "1 2 3\n", "10 300\nAda_Lovelace 1\n", "10 300\nAda_Lovelace 1 x\n", "10 300\nA 0 1\n"])
    func damagedListsAreExplained(text: String) throws {
        let folder = try folder(["pairs.txt": text])
        let error = #expect(throws: DatasetError.self) { try ImageDataset.open(folder.path) }
        #expect(error?.description.contains("pairs.txt") == true)
    }
}
